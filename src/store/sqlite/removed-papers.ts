import type { DatabaseSync } from 'node:sqlite'
import { toPaper } from '../paper-row.ts'
import { keysOf } from '../place-papers.ts'
import { type RemovedPapers, toLift, toRemovedKeys, toRemovedPaper } from '../removed-papers.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'
import { watchRevision } from './revision.ts'

/** Of papers that were taken out, those known by one of some keys, with it. */
export const removedByKeys = `
  SELECT removed_keys.key, removed_papers.* FROM removed_keys JOIN removed_papers ON id = removed
  WHERE removed_keys.key IN (SELECT value FROM json_each(?))`

export function createRemovedPapers(database: DatabaseSync): RemovedPapers {
  const find = database.prepare('SELECT * FROM papers WHERE id = ?')
  const keys = database.prepare('SELECT key FROM paper_keys WHERE paper = ?')
  const dropWords = database.prepare('DELETE FROM words WHERE rowid = ?')
  const drop = database.prepare('DELETE FROM papers WHERE key = ?')
  const remember = database.prepare(`
    INSERT INTO removed_papers VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET title = excluded.title, ids = excluded.ids, at = excluded.at`)
  const rememberKey = database.prepare('INSERT OR IGNORE INTO removed_keys VALUES (?, ?)')
  const findByKeys = database.prepare(removedByKeys)
  const lift = database.prepare('DELETE FROM removed_papers WHERE id = ? RETURNING *')
  const get = database.prepare('SELECT * FROM removed_papers WHERE id = ?')
  const latest = database.prepare('SELECT * FROM removed_papers ORDER BY at DESC, id LIMIT ?')
  const revision = watchRevision(database)

  return {
    add: (ids, at) =>
      guarded(() =>
        transaction(database, () => {
          const gone = ids.flatMap((id) => {
            const row = find.get(id)
            if (!row) return []
            const paper = toPaper(row)
            const key = Number(row.key)
            remember.run(paper.id, paper.title, JSON.stringify(paper.ids ?? {}), at.getTime())
            const others = keys.all(key).map((other) => String(other.key))
            for (const name of [...keysOf(paper, String(row.folded_title)), ...others])
              rememberKey.run(name, paper.id)
            dropWords.run(key)
            drop.run(key)
            return [paper]
          })
          if (gone.length > 0) revision.raise()
          return gone
        }),
      ),
    lift: (papers) =>
      guarded(() =>
        transaction(database, () => {
          const { keys, meant } = toLift(papers)
          const known = toRemovedKeys(findByKeys.all(JSON.stringify(keys)))
          return meant(known)
            .flatMap((id) => lift.all(id))
            .map(toRemovedPaper)
        }),
      ),
    get: (ids) => guarded(() => ids.flatMap((id) => get.all(id)).map(toRemovedPaper)),
    latest: (limit) => guarded(() => latest.all(limit).map(toRemovedPaper)),
  }
}
