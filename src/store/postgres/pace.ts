import type { Clock } from '../../lib/clock.ts'
import { type PaceLog, readTaken, takeTurns } from '../pace.ts'
import type { Database } from './database.ts'

/** @param clock for tests: another clock than the server's, which is one for all machines */
export function createPaceLog(database: Database, clock?: Clock): PaceLog {
  return {
    reserve: (name, count, pace) =>
      database.transaction(async (query) => {
        await query(
          "INSERT INTO facts (kind, name, value, at) VALUES ('pace', $1, '[]', 0) ON CONFLICT DO NOTHING",
          [name],
        )
        // The second to come waits here, and only then looks at the clock.
        const { rows } = await query("SELECT value FROM facts WHERE kind = 'pace' AND name = $1 FOR UPDATE", [
          name,
        ])
        const moment = await query(
          'SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) AS now',
        )
        const now = clock?.now().getTime() ?? Number(moment.rows[0]?.now)
        const { turns, taken } = takeTurns(readTaken(rows[0]?.value), now, count, pace)
        await query("UPDATE facts SET value = $1, at = $2 WHERE kind = 'pace' AND name = $3", [
          JSON.stringify(taken),
          now,
          name,
        ])
        return turns.map((turn) => turn - now)
      }),
  }
}
