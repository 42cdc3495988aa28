import type { DatabaseSync } from 'node:sqlite'

/**
 * A number in the database that rises with every write to papers or vectors, by any process: what is kept in memory
 * of them holds as long as it stands still.
 */
export function watchRevision(database: DatabaseSync): { raise(): void; hasChanged(): boolean } {
  const raise = database.prepare('UPDATE revision SET number = number + 1')
  const read = database.prepare('SELECT number FROM revision')
  let seen: number | undefined
  return {
    raise: () => {
      raise.run()
    },
    hasChanged: () => {
      const number = Number(read.get()?.number)
      const changed = number !== seen
      seen = number
      return changed
    },
  }
}
