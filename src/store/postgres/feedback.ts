import { toFeedback, toFeedbackCounts } from '../rows.ts'
import type { FeedbackLog } from '../store.ts'
import type { Database } from './database.ts'

export function createFeedbackLog(database: Database): FeedbackLog {
  return {
    async put({ turn, person, at, ...opinion }) {
      const claim = opinion.rating === 'wrong' ? opinion.claim : 0
      await database.query(
        `INSERT INTO feedback (turn, person, claim, rating, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (turn, person, claim) DO UPDATE SET rating = excluded.rating, at = excluded.at`,
        [turn, person, claim, opinion.rating, at.getTime()],
      )
    },
    async of(turn) {
      const { rows } = await database.query(
        'SELECT * FROM feedback WHERE turn = $1 ORDER BY at, person, claim',
        [turn],
      )
      return rows.map(toFeedback)
    },
    async since(moment) {
      const { rows } = await database.query(
        `SELECT count(*) FILTER (WHERE rating = 'up') AS up, count(*) FILTER (WHERE rating = 'down') AS down,
          count(*) FILTER (WHERE rating = 'wrong') AS wrong
        FROM feedback WHERE at >= $1`,
        [moment.getTime()],
      )
      return toFeedbackCounts(rows[0])
    },
  }
}
