import type { DatabaseSync } from 'node:sqlite'
import { placeKey } from '../json-columns.ts'
import type { ShownPapers } from '../shown.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'

export function createShownPapers(database: DatabaseSync): ShownPapers {
  const add = database.prepare(
    'INSERT OR IGNORE INTO shown_papers (place, paper, delivery, at, votes) VALUES (?, ?, ?, ?, ?)',
  )
  const remove = database.prepare('DELETE FROM shown_papers WHERE delivery = ?')
  const shown = database.prepare(
    'SELECT at, votes FROM shown_papers WHERE place = ? AND paper = ? ORDER BY at, delivery',
  )
  return {
    add: (place, post, papers, at) =>
      guarded(() =>
        transaction(database, () => {
          for (const { paper, votes } of papers) add.run(placeKey(place), paper, post, at.getTime(), votes)
        }),
      ),
    remove: (post) =>
      guarded(() => {
        remove.run(post)
      }),
    at: (place, papers) =>
      guarded(() => {
        const known = papers.flatMap((paper) => {
          const rows = shown.all(placeKey(place), paper)
          const [first, last] = [rows[0], rows.at(-1)]
          if (!first || !last) return []
          const about = { first: new Date(Number(first.at)), times: rows.length, votes: Number(last.votes) }
          return [[paper, about] as const]
        })
        return new Map(known)
      }),
  }
}
