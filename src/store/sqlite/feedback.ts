import type { DatabaseSync } from 'node:sqlite'
import { toFeedback, toFeedbackCounts } from '../rows.ts'
import type { FeedbackLog } from '../store.ts'
import { guarded } from './errors.ts'

export function createFeedbackLog(database: DatabaseSync): FeedbackLog {
  const upsert = database.prepare(`
    INSERT INTO feedback (turn, person, claim, rating, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (turn, person, claim) DO UPDATE SET rating = excluded.rating, at = excluded.at`)
  const ofTurn = database.prepare('SELECT * FROM feedback WHERE turn = ? ORDER BY at, person, claim')
  const counts = database.prepare(`
    SELECT count(*) FILTER (WHERE rating = 'up') AS up, count(*) FILTER (WHERE rating = 'down') AS down,
      count(*) FILTER (WHERE rating = 'wrong') AS wrong
    FROM feedback WHERE at >= ?`)
  return {
    put: ({ turn, person, at, ...opinion }) =>
      guarded(() => {
        const claim = opinion.rating === 'wrong' ? opinion.claim : 0
        upsert.run(turn, person, claim, opinion.rating, at.getTime())
      }),
    of: (turn) => guarded(() => ofTurn.all(turn).map(toFeedback)),
    since: (moment) => guarded(() => toFeedbackCounts(counts.get(moment.getTime()))),
  }
}
