import { setTimeout as sleep } from 'node:timers/promises'
import { vi } from 'vitest'
import { createSlackAdapter, type SlackOptions } from '../../../src/adapters/slack/adapter.ts'
import { commands } from '../../../src/commands/all.ts'
import { createDescribe } from '../../../src/commands/describe.ts'
import { createPrefill } from '../../../src/commands/prefill.ts'
import { createRunner } from '../../../src/jobs/runner.ts'
import { createWorkList } from '../../../src/jobs/work-list.ts'
import { systemClock } from '../../../src/lib/clock.ts'
import type { Log } from '../../../src/lib/log.ts'
import { createCommandPlaces } from '../../../src/operator/command-places.ts'
import { createMembership } from '../../../src/operator/membership.ts'
import type { Deliver } from '../../../src/platform/deliver.ts'
import type { Handle, Request } from '../../../src/platform/request.ts'
import { cite, paragraph, reply, run } from '../../../src/replies/build.ts'
import type { Reply } from '../../../src/replies/reply.ts'
import { openStore } from '../../../src/store/open.ts'
import { readPlace } from '../../../src/store/place-settings.ts'
import type { Store } from '../../../src/store/store.ts'
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import type { Message } from '../../fakes/slack/state/message-log.ts'

/** The id of a remembered answer. */
export const turn = '3f2f6a1e-7d0b-4c39-9d52-0a7b8c1d2e3f'

/** A page in between. */
export const working = (line: string): Reply =>
  reply({ summary: line, tone: 'working', blocks: [paragraph(line)] })

/** A page in between that has a checked sentence already. */
export const growing = (line: string): Reply =>
  reply({
    summary: line,
    tone: 'working',
    blocks: [paragraph(line, cite(1, 'https://arxiv.org/abs/2402.17152'))],
  })

/** A finished page. */
export const answer = (line: string, about: Partial<Reply> = {}): Reply =>
  reply({
    summary: line,
    tone: 'answer',
    blocks: [paragraph(line)],
    actions: [run('Show evidence', `evidence ${turn}`), run('Similar to 1', 'similar 1')],
    rating: { up: `feedback up ${turn}`, down: `feedback down ${turn}` },
    ...about,
  })

/** Answers every line by repeating it, at once. */
export const echo: Handle = async function* ({ line }) {
  yield answer(`Answer to ${line}`)
}

/** Answers with these pages, so many milliseconds apart; stops when it is told to. */
export function slowly(pages: readonly Reply[], apart: number): Handle {
  return async function* (_, signal) {
    for (const page of pages) {
      yield page
      await sleep(apart, undefined, { signal }).catch(() => undefined)
      if (signal?.aborted) {
        yield reply({ summary: 'Stopped.', tone: 'warning', blocks: [paragraph('Stopped.')] })
        return
      }
    }
  }
}

type LogLine = { level: string; facts: object; message: string }

/** Our adapter on a fake Slack, with a real job log and a handle that the test scripts. */
export async function openBench(
  options: Partial<SlackOptions> = {},
  { socket = true, ...fake }: { socket?: boolean } & FakeSlackOptions = {},
) {
  const slack: FakeSlack = await startFakeSlack(fake)
  const store: Store = await openStore('sqlite::memory:')
  const lines: LogLine[] = []
  const requests: Request[] = []
  const at = (level: string) => (facts: object, message: string) => void lines.push({ level, facts, message })
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }

  const clock = { now: () => new Date() }

  const create = () =>
    createSlackAdapter({
      openWorkList: (platform) =>
        createWorkList({ jobs: createRunner({ store, clock: systemClock, log }), platform, log }),
      turns: store.turns,
      placeSettings: (place) => readPlace(store.facts, place),
      membership: createMembership({ store, clock, log }),
      commandPlaces: createCommandPlaces(store, clock),
      reserve: store.pace.reserve,
      menu: commands,
      describe: createDescribe(commands),
      prefill: createPrefill(commands, { store, log }, createDescribe(commands)),
      complete: () => Promise.resolve([]),
      log,
      clock,
      botToken: slack.workspace.botToken,
      ...(socket && { appToken: slack.workspace.appToken }),
      serve: () => Promise.reject(new Error('Socket Mode serves nothing.')),
      apiUrl: slack.url,
      ...options,
    })
  const adapters = [create()]

  let answering = echo
  /** Everything that is asked is noted, and answered turns are remembered as the real handle does. */
  const noting = (handle: Handle): Handle => {
    answering = handle
    return async function* (request, signal) {
      requests.push(request)
      yield* answering(request, signal)
      await store.turns.append({
        id: `turn ${requests.length}`,
        conversation: request.where.conversation,
        person: request.who.id,
        at: new Date(),
        line: request.line,
        answer: '',
        papers: [],
        claims: [],
      })
    }
  }

  return {
    slack,
    store,
    lines,
    requests,
    start: (handle: Handle = echo) => adapters[0]?.start(noting(handle)),
    stop: () => adapters[0]?.stop(),
    lacks: () => adapters[0]?.lacks?.(),
    /** Brings a post to a place, as the sender of daily posts does. */
    deliver(...given: Parameters<Deliver>): ReturnType<Deliver> {
      const { posts } = adapters[0] ?? {}
      if (!posts) throw new Error('No adapter takes posts.')
      return posts.deliver(...given)
    },
    /** Answers in another way from now on. */
    answerWith: (handle: Handle) => {
      answering = handle
    },
    failed: () => adapters[0]?.failed,
    /** A second process with the same database. */
    async restart(handle: Handle = echo): Promise<void> {
      await adapters[0]?.stop()
      adapters[0] = create()
      await adapters[0].start(noting(handle))
    },
    /** What one person reads alone: lines where they asked, modals, and their conversation with Paperboy. */
    alone: (user = slack.workspace.ada): readonly string[] =>
      [
        ...slack.messages.onlyFor(user),
        ...slack.views.openFor(user).map(({ blocks }) => ({ text: '', blocks })),
        ...slack.messages.in(slack.workspace.directMessage(user).id).filter(({ fromBot }) => fromBot),
      ].map(readable),
    /** The lines that were asked, in order. */
    asked: () => requests.map(({ line }) => line),
    /** Resolves when so many lines were asked and nothing is left to do. */
    async settled(count = 1): Promise<void> {
      await vi.waitFor(async () => {
        const left = await store.jobs.unfinished('questions:slack')
        if (requests.length < count || left.length > 0)
          throw new Error(`${requests.length} asked, ${left.length} unfinished`)
      }, 8_000)
    },
    /** What people read in a thread once there are so many answers. */
    async answers(said: { channel: string; thread: string }, count = 1): Promise<readonly string[]> {
      const found = (): readonly Message[] => slack.messages.answers(said.channel, said.thread)
      await vi.waitFor(() => {
        if (found().length < count) throw new Error(`Only ${found().length} answers`)
      }, 8_000)
      return found().map(readable)
    },
    async close(): Promise<void> {
      await adapters[0]?.stop()
      await slack.close()
      await store.close()
    },
  }
}
