import { z } from 'zod'
import type { UsageLog } from '../store.ts'
import type { Database } from './database.ts'

const Sums = z.object({
  calls: z.number(),
  unpriced: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: z.number(),
})

export function createUsageLog(database: Database): UsageLog {
  return {
    // In a transaction, since it must not be counted twice where the connection is lost.
    record: ({ at, model, calls, inputTokens, outputTokens, cost }) =>
      database.transaction(async (query) => {
        await query(
          `INSERT INTO usage (at, model, calls, input_tokens, output_tokens, cost) VALUES ($1, $2, $3, $4, $5, $6)`,
          [at.getTime(), model, calls, inputTokens, outputTokens, cost ?? null],
        )
      }),
    async since(moment) {
      const { rows } = await database.query(
        `SELECT coalesce(sum(calls), 0) AS calls, coalesce(sum(calls) FILTER (WHERE cost IS NULL), 0) AS unpriced,
          coalesce(sum(input_tokens), 0) AS "inputTokens",
          coalesce(sum(output_tokens), 0) AS "outputTokens", coalesce(sum(cost), 0) AS cost
        FROM usage WHERE at >= $1`,
        [moment.getTime()],
      )
      return Sums.parse(rows[0])
    },
  }
}
