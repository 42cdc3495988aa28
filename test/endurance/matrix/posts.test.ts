import { describe, expect, it } from 'vitest'
import { dueNow, fill, finished } from '../../e2e/digests/due-post.ts'
import { at, type Case, chosen, every, everyFrozen } from './cases.ts'
import { liveThrough } from './live-through.ts'
import { engines, platforms, useEngines, useTable } from './play.ts'

type PostCase = Case & { closed?: true }

const inSlack: readonly PostCase[] = [
  { what: 'connecting', kills: [at('apps.connections.open', 1, 'answered')] },
  ...every('message', 'chat.postMessage', 1),
  {
    what: 'message 1 recorded, then looking for it',
    kills: [at('chat.postMessage', 1, 'recorded'), at('conversations.history', 1, 'answered')],
  },
  {
    what: 'message 1 recorded, asked to stop',
    kills: [{ ...at('chat.postMessage', 1, 'recorded'), how: 'gently' }],
  },
  {
    what: 'channel closed, message to its owner recorded',
    kills: [at('chat.postMessage', 2, 'recorded')],
    closed: true,
  },
  ...everyFrozen('message', 'chat.postMessage', 1),
]

const toDiscord = 'POST /channels/:channel/messages'
const inDiscord: readonly PostCase[] = [
  { what: 'connecting', kills: [at('GET /gateway/bot', 1, 'answered')] },
  ...every('message', toDiscord, 1),
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
  ...everyFrozen('message', toDiscord, 1),
]

/** Everything takes a quarter of an hour: `MATRIX=whole npx vitest run test/endurance/matrix`. */
const sample: Readonly<Record<string, RegExp>> = {
  'SQLite Slack': /^message 1 recorded(?:$|, (?:then|asked|frozen))|closed|^behind/,
  'SQLite Discord': /^message 1 recorded$|closed|^behind|^message 1 recorded, frozen/,
  'Postgres Slack': /^message 1 recorded$|^behind/,
  'Postgres Discord': /^message 1 recorded, frozen/,
}

const openDatabase = useEngines()
const note = useTable([
  'killed or frozen at',
  'platform',
  'engine',
  'lives',
  'messages',
  'words to the owner',
])

const plays = engines.flatMap((engine) =>
  platforms.map(([platform, openStage]) => ({
    engine,
    platform,
    openStage,
    cases: chosen(platform === 'Slack' ? inSlack : inDiscord, sample, `${engine} ${platform}`),
  })),
)

describe.concurrent.each(plays)(
  'a process that is killed or frozen while it posts in $platform, on $engine',
  ({ engine, platform, openStage, cases }) => {
    it.each(cases)('at $what: the next one leaves the post there once', { timeout: 600_000 }, async (one) => {
      const stage = await openStage()
      const { surroundings, store } = await openDatabase(engine)
      const subscription = dueNow('k1', stage.channel, new Date(), stage.owner)
      await fill(store, [subscription])
      if (one.closed) stage.closeChannel()
      const { lives, outcome, output } = await liveThrough(stage, one.kills, {
        surroundings,
        end: () => finished(store, subscription),
      })
      await store.close()
      const [posted, told] = [stage.posted(), stage.told()]
      const of = one.closed ? 0 : stage.whole
      note(one.what, platform, engine, lives, `${posted.length} of ${of}`, told.length)
      expect(outcome).toEqual([one.closed ? 'failed' : 'sent'])
      expect(new Set(posted).size, posted.join('\n---\n') + output).toBe(posted.length)
      expect(posted).toHaveLength(of)
      expect(told).toHaveLength(one.closed ? 1 : 0)
      await stage.close()
    })
  },
)
