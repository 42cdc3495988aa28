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
  { what: 'MAIL answered, then text arrived', kills: [at('MAIL', 1, 'answered'), at('text', 1, 'arrived')] },
]

/** Everything takes ten minutes: `MATRIX=whole npx vitest run test/endurance/matrix/mails.test.ts`. */
const sample: Readonly<Record<string, RegExp>> = {
  SQLite: /^text arrived$|^end (?:arrived|recorded)(?:, frozen)?$|^RCPT answered, frozen/,
  Postgres: /^end (?:arrived|recorded)$|^text arrived, frozen/,
}

const openDatabase = useEngines()
const note = useTable([
  'killed or frozen at',
  'by',
  'engine',
  'lives',
  'mails',
  'posts twice',
  'posts that came next time',
])

/** A day comes earlier to the east: two clocks between which it is always another day. */
const zones = { before: 'Etc/GMT+12', after: 'Etc/GMT-14' } as const
const hour = 3_600_000

/** Two subscriptions of one reader, each of one paper, that are due together on the clock of a zone. */
function dueIn(zone: keyof typeof zones, now: Date): readonly Subscription[] {
  const to = { platform: 'mail', kind: 'direct', person: 'ada@example.com' } as const
  const shown = new Date(now.getTime() + (zone === 'before' ? -12 : 14) * hour)
  const minute = shown.getUTCHours() * 60 + shown.getUTCMinutes()
  return ids.map((id) => {
    const due = dueNow(id, to, now, 'ada')
    return { ...due, top: 1, schedule: { ...due.schedule, minute, zone: zones[zone] } }
  })
}
const ids = ['k1', 'k2'] as const

/** What became of the posts of each, oldest first, once there are so many and nothing is under way. */
async function outcomes(store: Store, count: number): Promise<readonly (readonly string[])[]> {
  let ended: readonly (readonly string[])[] = []
  const look = async () => {
    if ((await store.jobs.wait('posts:mail')) !== undefined) return
    const posts = await Promise.all(ids.map((id) => store.jobs.ended('posts:mail', id, 9)))
    ended = posts.map((all) => all.map(({ outcome }) => outcome).toReversed())
  }
  const looking = setInterval(() => void look().catch(() => undefined), 100)
  const isOver = () => ended.length > 0 && ended.every(({ length }) => length === count)
  await until(isOver, 200_000).finally(() => clearInterval(looking))
  return ended
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
        await fill(store, dueIn('before', new Date()))
        const { lives, outcome, output } = await liveThrough(stage, kills, {
          surroundings,
          async end() {
            await outcomes(store, 1)
            for (const one of dueIn('after', new Date())) await store.subscriptions.put(one)
            return outcomes(store, 2)
          },
        })
        await store.close()
        const mails = await stage.mails()
        const isSent = outcome.map(([today]) => today === 'sent')
        const said = mails.map(({ id, text }) => `${id}\n${text}`).join('\n---\n') + output
        // A mail is known by the posts that it holds.
        const posts = mails.flatMap(({ id }) => id.replace(/^<|@.*/g, '').split('.'))
        const later = outcome.filter(([, tomorrow]) => tomorrow === 'sent').length
        note(what, 'mail', engine, lives, mails.length, posts.length - new Set(posts).size, later)
        expect(new Set(posts).size, said).toBe(posts.length)
        // What several processes ended over is tried by itself.
        const together = kills.length > 1 ? ids.length : 1
        expect(mails.length, said).toBeLessThanOrEqual(isSent.every(Boolean) ? together : together + 1)
        // What was not shown, for all that is known, comes next time; what was, does not.
        expect(outcome, said).toEqual(
          isSent.map((was) => (was ? ['sent', 'nothing-new'] : ['failed', 'sent'])),
        )
        for (const title of titles) expect(mails.map(({ text }) => text).join(), said).toContain(title)
        await stage.close()
      },
    )
  },
)
