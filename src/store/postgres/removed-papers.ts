import { toPaper } from '../paper-row.ts'
import { keysOf } from '../place-papers.ts'
import { type RemovedPapers, toLift, toRemovedKeys, toRemovedPaper } from '../removed-papers.ts'
import type { Database, RunQuery } from './database.ts'
import { lockPapers, writeVocabulary } from './write-papers.ts'

/** Of papers that were taken out, those known by one of some keys. */
export async function removedByKeys(query: RunQuery, keys: readonly string[]) {
  const { rows } = await query(
    `SELECT removed_keys.key, removed_papers.* FROM removed_keys JOIN removed_papers ON id = removed
    WHERE removed_keys.key = ANY ($1)`,
    [keys],
  )
  return toRemovedKeys(rows)
}

/** From now on, papers are known by further keys to stay out. */
export async function writeRemovedKeys(
  query: RunQuery,
  named: readonly (readonly [key: string, removed: string])[],
): Promise<void> {
  await query(
    `INSERT INTO removed_keys (key, removed) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
    [named.map(([key]) => key), named.map(([, removed]) => removed)],
  )
}

export function createRemovedPapers(database: Database): RemovedPapers {
  return {
    add: (ids, at) =>
      database.transaction(async (query) => {
        await lockPapers(query)
        const { rows } = await query('SELECT * FROM papers WHERE id = ANY ($1)', [ids])
        if (rows.length === 0) return []
        const keys = rows.map(({ key }) => Number(key))
        const found = rows.map((row) => ({ paper: toPaper(row), titleKey: String(row.title_key) }))
        await query(
          `INSERT INTO removed_papers (id, title, ids, at) SELECT *, $4 FROM unnest($1::text[], $2::text[], $3::text[])
          ON CONFLICT (id) DO UPDATE SET title = excluded.title, ids = excluded.ids, at = excluded.at`,
          [
            found.map(({ paper }) => paper.id),
            found.map(({ paper }) => paper.title),
            found.map(({ paper }) => JSON.stringify(paper.ids ?? {})),
            at.getTime(),
          ],
        )
        const others = await query(
          'SELECT paper_keys.key AS known_by, id FROM paper_keys JOIN papers ON papers.key = paper WHERE paper = ANY ($1)',
          [keys],
        )
        await writeRemovedKeys(query, [
          ...found.flatMap(({ paper, titleKey }) =>
            keysOf(paper, titleKey).map((key) => [key, paper.id] as const),
          ),
          ...others.rows.map((row) => [String(row.known_by), String(row.id)] as const),
        ])
        await query('DELETE FROM papers WHERE key = ANY ($1)', [keys])
        await query('UPDATE paperboy SET papers = papers - $1, vectors = vectors + 1', [keys.length])
        await writeVocabulary(
          query,
          rows.map(({ stems }) => ({ before: String(stems), after: undefined })),
        )
        const byId = new Map(found.map(({ paper }) => [paper.id, paper]))
        return ids.flatMap((id) => byId.get(id) ?? [])
      }),
    lift: (papers) =>
      database.transaction(async (query) => {
        const { keys, meant } = toLift(papers)
        const ids = meant(await removedByKeys(query, keys))
        const { rows } = await query('DELETE FROM removed_papers WHERE id = ANY ($1) RETURNING *', [ids])
        return rows.map(toRemovedPaper)
      }),
    async get(ids) {
      const { rows } = await database.query('SELECT * FROM removed_papers WHERE id = ANY ($1)', [ids])
      const byId = new Map(rows.map((row) => [String(row.id), toRemovedPaper(row)]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },
    async latest(limit) {
      const { rows } = await database.query('SELECT * FROM removed_papers ORDER BY at DESC, id LIMIT $1', [
        limit,
      ])
      return rows.map(toRemovedPaper)
    },
  }
}
