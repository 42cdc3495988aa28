import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { UsageLog } from '../store.ts'
import { guarded } from './errors.ts'

const Sums = z.object({
  calls: z.number(),
  unpriced: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cost: z.number(),
})

export function createUsageLog(database: DatabaseSync): UsageLog {
  const insert = database.prepare(
    'INSERT INTO usage (at, model, calls, input_tokens, output_tokens, cost) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const sums = database.prepare(`
    SELECT coalesce(sum(calls), 0) AS calls, coalesce(sum(calls) FILTER (WHERE cost IS NULL), 0) AS unpriced,
      coalesce(sum(input_tokens), 0) AS inputTokens,
      coalesce(sum(output_tokens), 0) AS outputTokens, coalesce(sum(cost), 0) AS cost
    FROM usage WHERE at >= ?`)
  return {
    record: ({ at, model, calls, inputTokens, outputTokens, cost }) =>
      guarded(() => {
        insert.run(at.getTime(), model, calls, inputTokens, outputTokens, cost ?? null)
      }),
    since: (moment) => guarded(() => Sums.parse(sums.get(moment.getTime()))),
  }
}
