import { setTimeout as sleep } from 'node:timers/promises'
import { vi } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createDescribe } from '../../src/commands/describe.ts'
import { createHandle } from '../../src/commands/handle.ts'
import type { Compose } from '../../src/digests/composition.ts'
import { createSender } from '../../src/digests/send.ts'
import { createWorkList } from '../../src/jobs/work-list.ts'
import { createCommandPlaces } from '../../src/operator/command-places.ts'
import { createMembership } from '../../src/operator/membership.ts'
import type { Paper } from '../../src/papers/paper.ts'
import type { Handle } from '../../src/platform/request.ts'
import type { OpenServices } from '../../src/services.ts'
import { readPlace } from '../../src/store/place-settings.ts'
import { questionsOf, sendingOf } from '../../src/store/queues.ts'
import type { Subscription } from '../../src/store/subscriptions.ts'
import { isOurs, type Scene } from './scene.ts'
import type { Room, SceneStage, Shown } from './stage.ts'

/** What became of the last message of a scene. */
export type Outcome = {
  /** What Paperboy showed on it. */
  shown: readonly Shown[]
  /** The commands that ran for it. */
  ran: readonly string[]
  /** What is posted at the place, before and after it. */
  before: readonly Subscription[]
  after: readonly Subscription[]
}

const minute = 60_000
const day = 24 * 60 * minute
const everyDay = [1, 2, 3, 4, 5, 6, 7] as const
const inPost = 5

/** The whole bot behind the adapter of one platform, on which scenes are played one after another. */
export async function openTheatre(stage: SceneStage, services: OpenServices) {
  const { store, log, clock, runner, search } = services
  const describe = createDescribe(commands)
  const adapter = stage.createAdapter({
    openWorkList: (platform) => createWorkList({ jobs: runner, platform, log }),
    turns: store.turns,
    placeSettings: (place) => readPlace(store.facts, place),
    membership: createMembership(services),
    commandPlaces: createCommandPlaces(store, clock),
    reserve: store.pace.reserve,
    menu: commands,
    describe,
    complete: () => Promise.resolve([]),
    prefill: () => Promise.resolve({ values: {} }),
    log,
    clock,
  })
  const ran: string[] = []
  const handle = createHandle(commands, services, describe)
  const noting: Handle = (request, signal) => {
    const { command } = request.described ?? describe(request.line)
    if (command !== undefined) ran.push(command)
    return handle(request, signal)
  }
  await adapter.start(noting)
  let posts = 0

  /** Whatever was said is answered, or stays unanswered. */
  async function settled(): Promise<void> {
    await stage.heard()
    for (let quiet = 0; quiet < 2; quiet++) {
      await vi.waitFor(
        async () => {
          const left = await store.jobs.unfinished(questionsOf(stage.platform))
          if (left.length > 0) throw new Error(`${left.length} questions are left.`)
        },
        { timeout: 60_000, interval: 20 },
      )
      await sleep(50)
    }
  }

  /** Somebody asked for posts here before the scene begins. */
  async function subscribe(room: Room, about: string): Promise<void> {
    const now = clock.now().getTime()
    const midnight = new Date(now).setUTCHours(0, 0, 0, 0)
    await store.subscriptions.put({
      id: `scn${posts++}`,
      to: room.posts,
      owner: { id: 'owner' },
      ...(about !== '' && { topic: about }),
      schedule: { minute: Math.floor((now - midnight) / minute), days: everyDay, zone: 'UTC' },
      top: inPost,
      quiet: 'silence',
      less: [],
      createdAt: new Date(now - 2 * day),
      nextDue: new Date(now - minute),
    })
  }

  /** A daily post comes that was subscribed to before, as those come that nobody asks for at that moment. */
  async function post(room: Room, about: string, papers: readonly Paper[]): Promise<void> {
    if (!adapter.posts) throw new Error('The adapter takes no posts.')
    await subscribe(room, about)
    const compose: Compose = async () => ({
      turn: crypto.randomUUID(),
      choices: papers.map(({ id, title }) => ({
        paper: id,
        why: 'new',
        votes: 0,
        gist: [{ text: title, cites: [{ id: `${id}.0`, paper: id, text: title }] }],
      })),
    })
    const lead = await runner.lease(sendingOf(stage.platform), true)
    if (!lead) throw new Error('Somebody else sends posts.')
    const parts = { store, runner, compose, clock, log, concurrency: 1, longestAttempt: minute }
    await createSender({ ...parts, ...adapter.posts, isConnected: () => true })(lead, lead.signal)
    await lead.release()
  }

  /** "Daily post: 5 papers about speech." is one of five papers; one that says a title is of that paper. */
  async function postOf(text: string): Promise<{ about: string; papers: readonly Paper[] }> {
    const [, about = ''] = /about ([^.]+)\.$/.exec(text) ?? []
    const { papers } = await search(about === '' ? text : about, { limit: about === '' ? 1 : inPost })
    return { about, papers: papers.map(({ paper }) => paper) }
  }

  return {
    /** Plays a scene to its end. */
    async play(scene: Scene): Promise<Outcome> {
      const room = stage.room(scene)
      // What is ordered about a post is ordered where one comes.
      const isPosted = scene.messages.some((message) => isOurs(message) && message.reply_to === null)
      if (!isPosted && /(?:pause|resume)/.test(scene.expected)) await subscribe(room, '')
      const last = scene.messages.length - 1
      for (const [place, message] of scene.messages.slice(0, last).entries()) {
        if (!isOurs(message)) await room.say(message, place)
        // What it answered stands there; what it said unasked is brought.
        else if (message.reply_to === null) {
          const { about, papers } = await postOf(message.text)
          await post(room, about, papers)
        }
        await settled()
        if (isOurs(message)) room.stands(place)
      }
      const stood = room.shown().map(({ id, text }) => `${id} ${text}`)
      const before = await store.subscriptions.at(room.posts)
      ran.length = 0
      const final = scene.messages[last]
      if (final) await room.say(final, last)
      await settled()
      await room.open?.(final?.from ?? '')
      return {
        shown: room.shown().filter(({ id, text }) => !stood.includes(`${id} ${text}`)),
        ran: [...ran],
        before,
        after: await store.subscriptions.at(room.posts),
      }
    },
    close: () => adapter.stop(),
  }
}
