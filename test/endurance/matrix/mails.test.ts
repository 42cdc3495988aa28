import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/store/store.ts'
import type { Subscription } from '../../../src/store/subscriptions.ts'
import { dueNow, fill, papersOf } from '../../e2e/digests/due-post.ts'
import { until } from '../chaos/until.ts'
import { at, type Case, chosen } from './cases.ts'
import { liveThrough } from './live-through.ts'
import { engines, useEngines, useTable } from './play.ts'
import { stageByMail } from './stage-by-mail.ts'

/** Each step of a conversation with a mail server, and whether the server has the mail then. */
const steps = [
  at('greeting', 1, 'arrived'),
  at('greeting', 1, 'answered'),
  at('MAIL', 1, 'arrived'),
  at('MAIL', 1, 'answered'),
  at('RCPT', 1, 'arrived'),
  at('RCPT', 1, 'answered'),
  at('DATA', 1, 'answered'),
  at('text', 1, 'arrived'),
  { ...at('text', 1, 'arrived'), later: 3 },
  at('end', 1, 'arrived'),
  at('end', 1, 'recorded'),
  at('end', 1, 'answered'),
  { ...at('end', 1, 'answered'), later: 3 },
  { ...at('end', 1, 'answered'), later: 300 },
] as const

const cases: readonly Case[] = [
  ...steps.flatMap((kill) => {
    const what = `${kill.call} ${kill.moment}${'later' in kill ? ` and ${kill.later} ms` : ''}`
    return [
      { what, kills: [kill] },
      { what: `${what}, frozen`, kills: [{ ...kill, how: 'frozen' as const }] },
    ]
  }),
  { what: 'end arrived, asked to stop', kills: [{ ...at('end', 1, 'arrived'), how: 'gently' }] },
  { what: 'MAIL answered, then end recorded', kills: [at('MAIL', 1, 'answered'), at('end', 1, 'recorded')] },
  { what: 'text arrived, twice', kills: [at('text', 1, 'arrived'), at('text', 1, 'arrived')] },
]

/** Everything takes ten minutes: `MATRIX=whole npx vitest run test/endurance/matrix/mails.test.ts`. */
const sample: Readonly<Record<string, RegExp>> = {
  SQLite: /^text arrived$|^end (?:arrived|recorded)(?:, frozen)?$|^RCPT answered, frozen/,
  Postgres: /^end (?:arrived|recorded)$|^text arrived, frozen/,
}

const openDatabase = useEngines()
const note = useTable(['killed or frozen at', 'by', 'engine', 'lives', 'mails of the day', 'came next time'])

/** A day comes earlier to the east: two clocks between which it is always another day. */
const zones = { before: 'Etc/GMT+12', after: 'Etc/GMT-14' } as const
const hour = 3_600_000

/** A subscription of mail that is due on the clock of a zone. */
function dueIn(zone: keyof typeof zones, now: Date): Subscription {
  const to = { platform: 'mail', kind: 'direct', person: 'ada@example.com' } as const
  const due = dueNow('k1', to, now, 'ada')
  const shown = new Date(now.getTime() + (zone === 'before' ? -12 : 14) * hour)
  const minute = shown.getUTCHours() * 60 + shown.getUTCMinutes()
  return { ...due, schedule: { ...due.schedule, minute, zone: zones[zone] } }
}

/** What became of the mails, oldest first, once there are so many and nothing is under way. */
async function outcomes(store: Store, count: number): Promise<readonly string[]> {
  let ended: readonly string[] = []
  const look = async () => {
    const posts = await store.jobs.ended('posts:mail', 'k1', 9)
    if ((await store.jobs.wait('posts:mail')) === undefined) ended = posts.map(({ outcome }) => outcome)
  }
  const looking = setInterval(() => void look().catch(() => undefined), 100)
  await until(() => ended.length === count, 200_000).finally(() => clearInterval(looking))
  return ended.toReversed()
}

const plays = engines.map((engine) => ({ engine, cases: chosen(cases, sample, engine) }))

describe.concurrent.each(plays)(
  'a process that is killed or frozen while it sends a mail, on $engine',
  ({ engine, cases: played }) => {
    it.each(played)(
      'at $what: no mail comes twice, and what is missing comes next time',
      { timeout: 900_000 },
      async ({ what, kills }) => {
        const stage = await stageByMail()
        const { surroundings, store } = await openDatabase(engine)
        const titles = papersOf(new Date()).map(({ title }) => title)
        await fill(store, [dueIn('before', new Date())])
        const { lives, outcome, output } = await liveThrough(stage, kills, {
          surroundings,
          async end() {
            await outcomes(store, 1)
            await store.subscriptions.put(dueIn('after', new Date()))
            return outcomes(store, 2)
          },
        })
        await store.close()
        const mails = await stage.mails()
        const isSent = outcome[0] === 'sent'
        note(what, 'mail', engine, lives, mails.length - (isSent ? 0 : 1), outcome[1] ?? '')
        const said = mails.map(({ id, text }) => `${id}\n${text}`).join('\n---\n') + output
        expect(new Set(mails.map(({ id }) => id)).size, said).toBe(mails.length)
        expect(mails.length, said).toBeLessThanOrEqual(isSent ? 1 : 2)
        // What was not shown, for all that is known, comes next time; what was, does not.
        expect(outcome, said).toEqual(isSent ? ['sent', 'nothing-new'] : ['failed', 'sent'])
        for (const title of titles) expect(mails.at(-1)?.text, said).toContain(title)
        await stage.close()
      },
    )
  },
)
