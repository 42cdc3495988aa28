import type { DatabaseSync } from 'node:sqlite'
import type { Leases } from '../leases.ts'
import { guarded } from './errors.ts'

export function createLeases(database: DatabaseSync): Leases {
  const take = database.prepare(`
    INSERT INTO leases (name, holder, until) VALUES (?1, ?2, ?3)
    ON CONFLICT (name) DO UPDATE SET holder = ?2, until = ?3 WHERE holder = ?2 OR until <= ?4`)
  const release = database.prepare('DELETE FROM leases WHERE name = ? AND holder = ?')
  return {
    take: (name, { holder, now, until }) =>
      guarded(() => Number(take.run(name, holder, until.getTime(), now.getTime()).changes) > 0),
    release: (name, holder) =>
      guarded(() => {
        release.run(name, holder)
      }),
  }
}
