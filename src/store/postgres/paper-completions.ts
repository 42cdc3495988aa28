import { foldTitle } from '../../papers/identity.ts'
import { idKeys, idsIn } from '../../papers/ids.ts'
import { foldName } from '../../papers/names.ts'
import type { PaperRow } from '../paper-row.ts'
import type { Database, Value } from './database.ts'

/** How many names that begin alike are looked at before the best of them are taken. */
const namesRead = 200

/** Papers whose title holds all of these prefixes; of the first `$3`, the `$2` with the shortest titles. */
export const holdingPrefixes = `
  SELECT * FROM (SELECT * FROM papers WHERE title_words @@ $1::tsquery LIMIT $3) AS holding
  ORDER BY length(title), id LIMIT $2`

/** Words that must all begin a word of the title, as Postgres takes them: quoted, so that nothing is an operator. */
export function prefixesOf(words: readonly string[]): string {
  return words.map((word) => `'${word.replace(/['\\]/g, '$&$&')}':*`).join(' & ')
}

/** Looks papers up while their name is typed. */
export function createPaperCompletions(
  database: Database,
): (typed: string, limit: number) => Promise<readonly PaperRow[]> {
  const rowsOf = async (sql: string, values: readonly Value[]) => (await database.query(sql, values)).rows

  return async (typed, limit) => {
    const id = idKeys(idsIn(typed))[0] ?? typed.trim()
    const name = foldName(typed)
    const title = foldTitle(typed)
    if (title === '')
      return rowsOf('SELECT * FROM papers ORDER BY date DESC NULLS LAST, key DESC LIMIT $1', [limit])
    const found = new Map<string, PaperRow>()
    const ways: readonly (() => Promise<readonly PaperRow[]>)[] = [
      // Without a digit it is no id, although many ids begin with the same letter.
      async () => (/\d/.test(id) ? rowsOf(byId, [id, endOf(id), limit]) : []),
      async () => (name === '' ? [] : rowsOf(byName, [name, endOf(name), limit])),
      () => rowsOf(byBeginning, [title.slice(0, mostBeginning), endOf(title.slice(0, mostBeginning)), limit]),
      () => rowsOf(holdingPrefixes, [prefixesOf(title.split(' ')), limit, limit]),
    ]
    for (const look of ways) {
      if (found.size >= limit) break
      for (const row of await look()) if (found.size < limit) found.set(String(row.id), row)
    }
    return [...found.values()]
  }
}

/** Characters of a title that its index by beginnings holds. */
const mostBeginning = 100

const byId = `
  (SELECT * FROM papers WHERE id >= $1 AND id < $2 ORDER BY id LIMIT $3)
  UNION (SELECT * FROM papers WHERE arxiv_id >= $1 AND arxiv_id < $2 ORDER BY arxiv_id LIMIT $3)
  UNION (SELECT papers.* FROM paper_keys JOIN papers ON papers.key = paper
    WHERE paper_keys.key >= $1 AND paper_keys.key < $2 ORDER BY paper_keys.key LIMIT $3)
  ORDER BY id LIMIT $3`
const byName = `
  SELECT papers.* FROM (
    SELECT paper, bool_or(introduced) AS introduced, min(length(name)) AS length FROM (
      SELECT * FROM names WHERE name >= $1 AND name < $2 ORDER BY name LIMIT ${namesRead}
    ) AS alike GROUP BY paper
  ) AS best JOIN papers ON papers.key = best.paper
  ORDER BY best.introduced DESC, best.length, papers.id LIMIT $3`
const beginning = `left(title_key, ${mostBeginning}) COLLATE "C"`
const byBeginning = `
  SELECT * FROM papers WHERE ${beginning} >= $1 AND ${beginning} < $2 ORDER BY ${beginning}, id LIMIT $3`

/** What stands right behind every text that begins with this one. */
const endOf = (prefix: string) => `${prefix}\u{10ffff}`
