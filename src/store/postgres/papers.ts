import { foldTitle } from '../../papers/identity.ts'
import { foldName } from '../../papers/names.ts'
import { makeReady } from '../../papers/ready-paper.ts'
import { wordsOf } from '../../papers/words.ts'
import { lastDay, toPaper } from '../paper-row.ts'
import type { PaperStore } from '../store.ts'
import type { Database } from './database.ts'
import { createPaperCompletions, holdingPrefixes, prefixesOf } from './paper-completions.ts'
import { putPapers } from './put-papers.ts'

export function createPaperStore(database: Database): PaperStore {
  const papersOf = async (...[sql, values]: Parameters<Database['query']>) =>
    (await database.query(sql, values)).rows.map(toPaper)
  const completions = createPaperCompletions(database)

  async function byKeys(keys: readonly string[]) {
    const { rows } = await database.query(
      `SELECT paper_keys.key AS known_by, papers.* FROM paper_keys JOIN papers ON papers.key = paper
      WHERE paper_keys.key = ANY ($1)`,
      [keys],
    )
    return rows.map((row) => [String(row.known_by), toPaper(row)] as const)
  }

  return {
    put: async (papers) =>
      putPapers(
        database,
        papers.map((paper) => ({
          paper,
          foldedTitle: foldTitle(paper.title),
          ready: () => makeReady(paper),
        })),
      ),
    putReady: async (papers) =>
      putPapers(
        database,
        papers.map((ready) => ({ ...ready, ready: () => ready })),
      ),
    async get(ids) {
      const found = await papersOf('SELECT * FROM papers WHERE id = ANY ($1) OR arxiv_id = ANY ($1)', [ids])
      const byArxivId = new Map(found.map((paper) => [paper.ids?.arxiv, paper]))
      const byId = new Map(found.map((paper) => [paper.id, paper]))
      const unknown = ids.filter((id) => !byId.has(id) && !byArxivId.has(id))
      const byKey = new Map(unknown.length === 0 ? [] : await byKeys(unknown))
      return ids
        .map((id) => byId.get(id) ?? byArxivId.get(id) ?? byKey.get(id))
        .filter((paper) => paper !== undefined)
    },
    page: (after, limit) =>
      papersOf('SELECT * FROM papers WHERE id > $1 ORDER BY id LIMIT $2', [after, limit]),
    added: async () =>
      Number((await database.query('SELECT max(key) AS mark FROM papers')).rows[0]?.mark ?? 0),
    addedAfter: (mark, limit) =>
      papersOf('SELECT * FROM papers WHERE key > $1 ORDER BY key DESC LIMIT $2', [mark, limit]),
    count: async () => Number((await database.query('SELECT papers FROM paperboy')).rows[0]?.papers),
    async days(limit, until = lastDay) {
      const { rows } = await database.query(
        `SELECT date, count(*) AS papers FROM papers WHERE date <= $2 GROUP BY date ORDER BY date DESC LIMIT $1`,
        [limit, until],
      )
      return rows.map((row) => ({ date: String(row.date), papers: Number(row.papers) }))
    },
    async newestDay(until = lastDay) {
      const { rows } = await database.query('SELECT max(day) AS day FROM papers WHERE day <= $1', [until])
      const day = rows[0]?.day
      return typeof day === 'string' ? day : undefined
    },
    between: (from, to, limit) =>
      papersOf(
        `SELECT * FROM papers WHERE day BETWEEN $1 AND $2
        ORDER BY upvotes DESC NULLS LAST, day DESC, id LIMIT $3`,
        [from, to, limit],
      ),
    named: (name, limit) =>
      papersOf(
        `SELECT papers.* FROM names JOIN papers ON papers.key = names.paper WHERE names.name = $1
        ORDER BY introduced DESC, length(papers.title), papers.id LIMIT $2`,
        [foldName(name), limit],
      ),
    async titled(words, limit) {
      const prefixes = prefixesOf(wordsOf(words))
      return prefixes === '' ? [] : papersOf(holdingPrefixes, [prefixes, limit, 10_000])
    },
    completions: async (typed, limit) => (await completions(typed, limit)).map(toPaper),
  }
}
