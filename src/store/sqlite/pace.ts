import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../lib/clock.ts'
import { type PaceLog, readTaken, takeTurns } from '../pace.ts'
import { hasty, transaction } from './database.ts'
import { guarded } from './errors.ts'

/** @param clock the machine's: all that share the file have the same */
export function createPaceLog(database: DatabaseSync, clock: Clock): PaceLog {
  const select = database.prepare("SELECT value FROM facts WHERE kind = 'pace' AND name = ?")
  const replace = database.prepare(
    "INSERT OR REPLACE INTO facts (kind, name, value, at) VALUES ('pace', ?, ?, ?)",
  )
  return {
    reserve: (name, count, pace) =>
      guarded(() =>
        hasty(database, () =>
          transaction(database, () => {
            const now = clock.now().getTime()
            const { turns, taken } = takeTurns(readTaken(select.get(name)?.value), now, count, pace)
            replace.run(name, JSON.stringify(taken), now)
            return turns.map((turn) => turn - now)
          }),
        ),
      ),
  }
}
