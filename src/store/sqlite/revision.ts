import type { DatabaseSync } from 'node:sqlite'

/**
 * A number in the database that rises with every write to papers or vectors, by any process: what is kept in memory
 * of them holds as long as it stands still.
 */
export function watchRevision(database: DatabaseSync): {
  /** Returns the new number. */
  raise(): number
  current(): number
  /** Whether it is another number than the last time. */
  hasChanged(): boolean
} {
  const raise = database.prepare('UPDATE revision SET number = number + 1 RETURNING number')
  const read = database.prepare('SELECT number FROM revision')
  const current = () => Number(read.get()?.number)
  let seen: number | undefined
  return {
    raise: () => Number(raise.get()?.number),
    current,
    hasChanged: () => {
      const number = current()
      const changed = number !== seen
      seen = number
      return changed
    },
  }
}
