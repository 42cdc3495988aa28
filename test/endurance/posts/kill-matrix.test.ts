import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../../src/store/open.ts'
import { dueNow, fill, finished, storeIn } from '../../e2e/digests/due-post.ts'
import { freshFolder } from '../../e2e/paperboy.ts'
import { formatTable } from '../../eval/table.ts'
import type { Moment } from '../../fakes/moments.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../fakes/postgres-server.ts'
import type { Kill, Process, Stage, Surroundings } from './stage.ts'
import { stageInDiscord } from './stage-in-discord.ts'
import { stageInSlack } from './stage-in-slack.ts'

type Case = {
  what: string
  /** One for each life that ends before its time. */
  kills: readonly Kill[]
  closed?: true
}

const at = (call: string, nth: number, moment: Moment): Kill => ({ call, nth, moment })
const moments = ['arrived', 'recorded', 'answered'] as const
const every = (call: string, messages: number): readonly Case[] =>
  Array.from({ length: messages }, (_, index) => index + 1).flatMap((nth) =>
    moments.map((moment) => ({ what: `message ${nth} ${moment}`, kills: [at(call, nth, moment)] })),
  )
/** So long after a message, in milliseconds, its process waits before the next. */
const between = 300
const everyFrozen = (call: string, messages: number): readonly Case[] =>
  [
    ...every(call, messages),
    ...Array.from({ length: messages }, (_, index) => ({
      what: `behind message ${index + 1}`,
      kills: [{ ...at(call, index + 1, 'answered'), later: between }],
    })),
  ].map(({ what, kills }) => ({
    what: `${what}, frozen`,
    kills: kills.map((kill) => ({ ...kill, how: 'frozen' as const })),
  }))

const inSlack: readonly Case[] = [
  { what: 'connecting', kills: [at('apps.connections.open', 1, 'answered')] },
  ...every('chat.postMessage', 3),
  {
    what: 'message 1 recorded, then looking for it',
    kills: [at('chat.postMessage', 1, 'recorded'), at('conversations.history', 1, 'answered')],
  },
  {
    what: 'message 2 recorded, then message 3 recorded',
    kills: [at('chat.postMessage', 2, 'recorded'), at('chat.postMessage', 1, 'recorded')],
  },
  {
    what: 'message 2 recorded, asked to stop',
    kills: [{ ...at('chat.postMessage', 2, 'recorded'), how: 'gently' }],
  },
  {
    what: 'channel closed, message to its owner recorded',
    kills: [at('chat.postMessage', 2, 'recorded')],
    closed: true,
  },
  ...everyFrozen('chat.postMessage', 3),
]

const toDiscord = 'POST /channels/:channel/messages'
const inDiscord: readonly Case[] = [
  { what: 'connecting', kills: [at('GET /gateway/bot', 1, 'answered')] },
  ...every(toDiscord, 1),
  {
    what: 'message 1 recorded, then looking for it',
    kills: [at(toDiscord, 1, 'recorded'), at('GET /channels/:channel/messages', 1, 'answered')],
  },
  {
    what: 'message 1 recorded, asked to stop',
    kills: [{ ...at(toDiscord, 1, 'recorded'), how: 'gently' }],
  },
  {
    what: 'channel closed, message to its owner recorded',
    kills: [at(toDiscord, 1, 'recorded')],
    closed: true,
  },
  ...everyFrozen(toDiscord, 1),
]

/** Everything takes a quarter of an hour: `MATRIX=whole npx vitest run test/e2e/digests/kill-matrix.test.ts`. */
const isWhole = process.env.MATRIX === 'whole'
const sample: Readonly<Record<string, RegExp>> = {
  'SQLite Slack':
    /^message [12] recorded$|^message 2 recorded, (?:then|asked)|closed|^behind message [12]|^message 3 recorded, frozen/,
  'SQLite Discord': /^message 1 recorded$|closed|^behind|^message 1 recorded, frozen/,
  'Postgres Slack': /^message 2 recorded$|^behind message 1/,
  'Postgres Discord': /^message 1 recorded, frozen/,
}

const byPlay = (one: readonly (string | number)[], other: readonly (string | number)[]) =>
  `${one[2]}${one[1]}`.localeCompare(`${other[2]}${other[1]}`)
/** What came of each case. */
const matrix: (readonly (string | number)[])[] = []
afterAll(() => {
  const head = ['killed or frozen at', 'platform', 'engine', 'lives', 'messages', 'words to the owner']
  process.stdout.write(`${formatTable(head, matrix.toSorted(byPlay))}\n`)
})

const platforms = [
  ['Slack', stageInSlack, inSlack],
  ['Discord', stageInDiscord, inDiscord],
] as const

let server: PostgresServer | undefined
beforeAll(async () => {
  if (findPostgres()) server = await startPostgres()
}, 120_000)
afterAll(() => server?.stop())

const engines = ['SQLite', ...(findPostgres() ? ['Postgres'] : [])]
const plays = engines.flatMap((engine) =>
  platforms.map(([platform, openStage, cases]) => ({
    engine,
    platform,
    openStage,
    cases: cases.filter(({ what }) => isWhole || sample[`${engine} ${platform}`]?.test(what)),
  })),
)

describe.concurrent.each(plays)(
  'a process that is killed or frozen while it posts in $platform, on $engine',
  ({ engine, platform, openStage, cases }) => {
    it.each(cases)('at $what: the next one leaves the post there once', { timeout: 240_000 }, async (one) => {
      const stage = await openStage()
      const url = engine === 'Postgres' ? await server?.makeDatabase() : undefined
      const { lives, outcome, output } = await liveThrough(stage, one, url)
      const [posted, told] = [stage.posted(), stage.told()]
      matrix.push([
        one.what,
        platform,
        engine,
        lives,
        `${posted.length} of ${one.closed ? 0 : stage.whole}`,
        told.length,
      ])
      expect(outcome).toEqual([one.closed ? 'failed' : 'sent'])
      expect(new Set(posted).size, posted.join('\n---\n') + output).toBe(posted.length)
      expect(posted).toHaveLength(one.closed ? 0 : stage.whole)
      expect(told).toHaveLength(one.closed ? 1 : 0)
      await stage.close()
    })
  },
)

/** How long one stays frozen at the most, in milliseconds; the others have gone on long before. */
const longestSleep = 30_000
/** How long a process that was frozen may take to see what became of its work, in milliseconds. */
const waking = 6_000

/** Starts a process for each kill, waits for its end, and lets the last one live until everything is finished. */
async function liveThrough(stage: Stage, { kills, closed }: Case, url: string | undefined) {
  const folder = freshFolder()
  const surroundings = { folder, settings: url === undefined ? {} : { DATABASE_URL: url } }
  const subscription = dueNow('k1', stage.channel, new Date(), stage.owner)
  const store = url === undefined ? await storeIn(folder) : await openStore(url)
  await fill(store, [subscription])
  if (closed) stage.closeChannel()
  const frozen: Process[] = []
  for (const kill of kills) {
    const doomed = await endAt(stage, surroundings, kill)
    if (kill.how === 'frozen') frozen.push(doomed)
  }
  const survivor = stage.launch(surroundings)
  const output = () => [survivor, ...frozen].map((one) => one.output()).join('\n---\n')
  try {
    const ending = finished(store, subscription)
    // One that was frozen while it wrote holds the lock of a file until it wakes.
    if (frozen.length > 0) await Promise.race([ending, sleep(longestSleep)])
    for (const one of frozen) one.wake()
    const outcome = await ending
    if (frozen.length > 0) await sleep(waking)
    return { lives: kills.length + 1, outcome, output: output() }
  } catch (error) {
    throw new Error(output(), { cause: error })
  } finally {
    for (const one of frozen) one.wake()
    await Promise.all([survivor, ...frozen].map((one) => one.stop()))
    await store.close()
  }
}

async function endAt(stage: Stage, surroundings: Surroundings, kill: Kill): Promise<Process> {
  const doomed = stage.launch(surroundings)
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      void doomed.kill()
      reject(new Error(`It never came so far. ${doomed.output()}`))
    }, 120_000)
    const end = async () => {
      clearTimeout(late)
      if (kill.how === 'frozen') doomed.freeze()
      else await (kill.how === 'gently' ? doomed.stop() : doomed.kill())
      resolve()
    }
    stage.when(kill, () => void (kill.later === undefined ? end() : setTimeout(end, kill.later)))
  })
  return doomed
}
