import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { FeedbackLog } from '../store.ts'
import { guarded } from './errors.ts'

const Row = z.object({
  turn: z.string(),
  person: z.string(),
  rating: z.enum(['up', 'down']),
  at: z.number().transform((at) => new Date(at)),
})
const Counts = z.object({ up: z.number(), down: z.number() })

export function createFeedbackLog(database: DatabaseSync): FeedbackLog {
  const upsert = database.prepare(`
    INSERT INTO feedback (turn, person, rating, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (turn, person) DO UPDATE SET rating = excluded.rating, at = excluded.at`)
  const ofTurn = database.prepare('SELECT * FROM feedback WHERE turn = ? ORDER BY at, person')
  const counts = database.prepare(`
    SELECT count(*) FILTER (WHERE rating = 'up') AS up, count(*) FILTER (WHERE rating = 'down') AS down
    FROM feedback WHERE at >= ?`)
  return {
    put: ({ turn, person, rating, at }) =>
      guarded(() => {
        upsert.run(turn, person, rating, at.getTime())
      }),
    of: (turn) => guarded(() => ofTurn.all(turn).map((row) => Row.parse(row))),
    since: (moment) => guarded(() => Counts.parse(counts.get(moment.getTime()))),
  }
}
