import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { createRandom } from '../bench/random.ts'
import { dueNow, fill, finished } from '../e2e/digests/due-post.ts'
import { startBalancer } from '../e2e/instances/balancer.ts'
import { startFleet } from '../e2e/instances/fleet.ts'
import { freshFolder } from '../e2e/paperboy.ts'
import { expectGoodGuest, isFinished, launchBot, questions } from '../e2e/slack/running-bot.ts'
import { formatTable } from '../eval/table.ts'
import { findPostgres, startPostgres } from '../fakes/postgres-server.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/fake-slack.ts'
import type { Said } from '../fakes/slack/people/people.ts'
import { readable } from '../fakes/slack/reading.ts'
import { freePorts } from '../loopback.ts'

/** `QUESTIONS=1000 npx vitest run test/endurance/random-kills.test.ts` takes some minutes. */
const asked = Number(process.env.QUESTIONS ?? 40)
const instances = 3
/** Questions a second: as many as three processes answer beside the fake on a small machine. */
const rate = 10
const rooms = Array.from({ length: 20 }, (_, index) => `C0ROOM${index}`)
const postRooms = Array.from({ length: Math.ceil(asked / 20) }, (_, index) => `C0POST${index}`)

/** Where the processes meet. */
const engines = {
  SQLite: async (folder: string) => ({
    url: `sqlite:${folder}/paperboy.sqlite`,
    crash: async () => undefined,
    close: async () => undefined,
  }),
  async Postgres() {
    const server = await startPostgres()
    return { url: await server.makeDatabase(), crash: server.restart, close: server.stop }
  },
}

const modes = {
  'Socket Mode': async (_: FakeSlack) => ({ settingsOf: () => ({}), close: async () => undefined }),
  async HTTP(slack: FakeSlack) {
    const ports = await freePorts(instances)
    const balancer = await startBalancer(ports)
    slack.deliverTo(`${balancer.url}/slack/events`)
    const { signingSecret: SLACK_SIGNING_SECRET } = slack.workspace
    const settingsOf = (slot: number) => ({
      SLACK_APP_TOKEN: '',
      SLACK_SIGNING_SECRET,
      PORT: `${ports[slot]}`,
    })
    return { settingsOf, close: balancer.close }
  },
}

const ways = [
  { mode: 'Socket Mode', engine: 'SQLite' },
  { mode: 'HTTP', engine: 'SQLite' },
  { mode: 'Socket Mode', engine: 'Postgres' },
] as const

it.each(ways.filter(({ engine }) => engine === 'SQLite' || findPostgres() !== undefined))(
  'three processes of which one after the other is killed answer every question once and post once, by $mode on $engine',
  { timeout: 120_000 + asked * 500 },
  async ({ mode, engine }) => {
    const slack = await startFakeSlack()
    // Most kills come when a message is there and nobody has noted that yet.
    slack.faults.always('chat.postMessage', { kind: 'slow', milliseconds: 500 })
    const { team, bot, ada, addChannel } = slack.workspace
    for (const room of [...rooms, ...postRooms]) addChannel(room, room.toLowerCase(), [bot.user, ada])
    const people = Array.from({ length: 20 }, (_, index) => slack.workspace.person(`Student${index}`))
    const { settingsOf, close } = await modes[mode](slack)
    const folder = freshFolder()
    const database = await engines[engine](folder)
    const { url: DATABASE_URL } = database
    const store = await openStore(DATABASE_URL)
    const launch = (slot: number) =>
      launchBot(slack, { folder, settings: { DATABASE_URL, ...settingsOf(slot) } })
    const fleet = startFleet(instances, launch, createRandom(Date.now()))
    await fleet.ready()

    const started = performance.now()
    const ending = new AbortController()
    const killing = fleet.killAtRandom(ending.signal)
    const subscriptions = postRooms.map((channel, index) =>
      dueNow(`k${index}`, { platform: 'slack', workspace: team, kind: 'channel', channel }, new Date()),
    )
    await fill(store, subscriptions)
    const said: Said[] = []
    for (let index = 0; index < asked; index++) {
      const [question = '', user = ''] = [questions[index % questions.length], people[index % people.length]]
      const channel = rooms[index % rooms.length] ?? ''
      said.push(
        index % 5 === 0
          ? slack.people.dm(question, { user })
          : slack.people.mention(question, { user, channel }),
      )
      await sleep(1_000 / rate)
      if (index === Math.floor(asked / 2)) void database.crash()
    }
    ending.abort()
    await killing
    const answersTo = ({ channel, ts }: Said) => slack.messages.answers(channel, ts)
    const unanswered = () => said.filter((one) => !answersTo(one).some(isFinished))
    await vi
      .waitFor(() => expect(unanswered()).toEqual([]), { timeout: 60_000, interval: 500 })
      .catch(() => undefined)
    for (const one of subscriptions) expect(await finished(store, one), fleet.output()).toEqual(['sent'])
    await slack.delivered()
    await fleet.stop()

    const times = said
      .flatMap((one) =>
        answersTo(one).map(({ versions }) => (versions.at(-1)?.at ?? 0) - Number(one.ts) * 1_000),
      )
      .sort((one, other) => one - other)
    const at = (share: number) => ((times[Math.floor((times.length - 1) * share)] ?? 0) / 1_000).toFixed(1)
    const twice = said.filter((one) => answersTo(one).length > 1)
    const posts = postRooms.map((room) => slack.messages.in(room).map(readable))
    const good = posts.filter((post) => post.length === 1)
    const row = {
      questions: asked,
      killed: fleet.killed(),
      answered: said.length - unanswered().length,
      twice: twice.length,
      'posts once': `${good.length} of ${posts.length}`,
      'p50 s': at(0.5),
      'p99 s': at(0.99),
      'slowest s': at(1),
      seconds: Math.round((performance.now() - started) / 1_000),
    }
    process.stdout.write(
      `${formatTable(['by', 'on', ...Object.keys(row)], [[mode, engine, ...Object.values(row)]])}\n`,
    )
    await store.close()
    await database.close()
    await close()
    const open = unanswered().map(async (one) => {
      const { ts, delivered } = one
      return { ts, told: await delivered, stands: answersTo(one).map(readable) }
    })
    expect(await Promise.all(open), fleet.output()).toEqual([])
    expect(twice.map((one) => answersTo(one).map(readable))).toEqual([])
    expect(good).toHaveLength(posts.length)
    expectGoodGuest(slack)
    await slack.close()
  },
)
