import { describe, expect, it } from 'vitest'
import { fetches } from '../../../src/store/queues.ts'
import { syncStates } from '../../../src/sync/sync.ts'
import { type ArxivPaper, startArxiv } from '../../fakes/papers/arxiv.ts'
import { listed, startHuggingFace } from '../../fakes/papers/huggingface.ts'
import { until } from '../chaos/until.ts'
import { at, type Case, chosen, isWhole } from './cases.ts'
import { liveThrough } from './live-through.ts'
import { engines, platforms, useEngines, useTable } from './play.ts'
import { happenAt } from './stage.ts'

const dayLength = 86_400_000
/** Ends of the last two weeks, for which lists and papers are fetched first; today's list may not be open yet. */
const days = Array.from({ length: 13 }, (_, index) =>
  new Date(Date.now() - (index + 1) * dayLength).toISOString().slice(0, 10),
)
/** What each source asks in one fetch, in order. */
const lists = { call: 'GET /api/daily_papers', times: 14 }
const queries = { call: 'GET /api/query', times: 2 }
const feed = { call: 'GET /rss/cs.CL', times: 1 }
/** So long behind an answer, in milliseconds, its papers are being written. */
const writing = 30

/** Each request: it came and is never answered, it was answered, and its papers are being written. */
const cases: readonly Case[] = [lists, queries, feed].flatMap(({ call, times }) =>
  Array.from({ length: times }, (_, index) => index + 1).flatMap((nth) =>
    (
      [
        at(call, nth, 'arrived'),
        at(call, nth, 'answered'),
        { ...at(call, nth, 'answered'), later: writing },
      ] as const
    ).flatMap((kill) => {
      const moment = kill.moment === 'arrived' ? 'arrived' : 'later' in kill ? 'being written' : 'answered'
      const what = `${call.slice(4)} ${nth} ${moment}`
      return [
        { what, kills: [kill] },
        { what: `${what}, frozen`, kills: [{ ...kill, how: 'frozen' as const }] },
      ]
    }),
  ),
)

/** Everything takes an hour: `MATRIX=whole npx vitest run test/endurance/matrix`. */
const sample: Readonly<Record<string, RegExp>> = {
  'SQLite Slack': /daily_papers 7 answered$|query 2 arrived, frozen/,
  'SQLite Discord': /rss.* 1 answered$/,
  'Postgres Slack': /daily_papers 3 being written, frozen/,
  'Postgres Discord': /query 1 answered$/,
}

const openDatabase = useEngines()
const note = useTable([
  'killed or frozen at',
  'platform',
  'engine',
  'lives',
  'papers',
  'requests',
  'too soon',
])

const plays = engines.flatMap((engine) =>
  platforms.map(([platform, openStage]) => ({
    engine,
    platform,
    openStage,
    cases: chosen(cases, sample, `${engine} ${platform}`),
  })),
)

describe.concurrent.each(plays)(
  'a process that is killed or frozen while it fetches papers, with $platform on $engine',
  ({ engine, platform, openStage, cases: played }) => {
    it.each(played)('at $what: the next one goes on', { timeout: 900_000 }, async ({ what, kills }) => {
      const stage = await openStage()
      const { surroundings, store } = await openDatabase(engine)
      const shipped = await store.papers.count()
      const face = await startHuggingFace(
        new Map(days.map((day, index) => [day, [listed(`2611.1${1000 + index}`, day)]])),
        () => days[0] ?? '',
      )
      const papers: readonly ArxivPaper[] = Array.from({ length: 40 }, (_, index) => ({
        id: `2611.2${1000 + index}`,
        category: 'cs.CL',
        submitted: `${days[index % 5]}T10:00:00Z`,
      }))
      const announced: ArxivPaper = { id: '2611.40000', category: 'cs.CL', submitted: `${days[0]}T10:00:00Z` }
      const arxiv = await startArxiv({ papers, announced: [announced] })
      const settings = {
        ...surroundings.settings,
        HUGGINGFACE_URL: face.url,
        ARXIV_URL: arxiv.url,
        SOURCES: 'huggingface, arxiv:cs.CL',
      }
      const servers = what.startsWith('/api/daily_papers') ? face : arxiv
      const { lives, output } = await liveThrough(stage, kills, {
        surroundings: { ...surroundings, settings },
        when: happenAt(servers.moments),
        async end() {
          let fetched = 0
          const look = async () => {
            fetched = (await syncStates(store)).filter(({ succeededAt }) => succeededAt).length
          }
          const looking = setInterval(() => void look().catch(() => undefined), 100)
          await until(() => fetched === 2, 300_000).finally(() => clearInterval(looking))
        },
      })
      const wanted = [
        ...days.map((_, index) => `2611.1${1000 + index}`),
        ...papers.map(({ id }) => id),
        announced.id,
      ]
      const found = new Set((await store.papers.get(wanted)).map(({ id }) => id))
      // The shipped papers come with the first start.
      const others = (await store.papers.count()) - found.size
      const asked = [face, arxiv].map((server) => server.calls.length)
      note(
        what,
        platform,
        engine,
        lives,
        `${found.size} of ${wanted.length}`,
        asked.join(' and '),
        arxiv.tooSoon.length,
      )
      expect(found.size, output).toBe(wanted.length)
      expect(others).toBeGreaterThanOrEqual(shipped)
      // The process that goes on asks once more for what the one before had not stored, as may one that wakes; nothing is begun anew.
      expect(face.calls.length, output).toBeLessThanOrEqual(lists.times + 1 + 2 * lives)
      expect(arxiv.calls.length, output).toBeLessThanOrEqual(queries.times + feed.times + 2 * lives)
      expect(arxiv.tooSoon).toEqual([])
      expect((await store.jobs.unfinished({ within: fetches })).map(({ deaths }) => deaths)).toEqual([0, 0])
      await store.close()
      await Promise.all([stage.close(), face.close(), arxiv.close()])
    })
  },
)

it('the sample of each part is of cases that there are', () => {
  for (const pattern of Object.values(sample))
    expect(isWhole || cases.some(({ what }) => pattern.test(what)), `${pattern}`).toBe(true)
})
