import type { Leases } from '../leases.ts'
import type { Database } from './database.ts'

export function createLeases(database: Database): Leases {
  return {
    async take(name, { holder, now, until }) {
      const { changes } = await database.query(
        `INSERT INTO leases (name, holder, until) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET holder = $2, until = $3 WHERE leases.holder = $2 OR leases.until <= $4`,
        [name, holder, until.getTime(), now.getTime()],
      )
      return changes > 0
    },
    async release(name, holder) {
      await database.query('DELETE FROM leases WHERE name = $1 AND holder = $2', [name, holder])
    },
  }
}
