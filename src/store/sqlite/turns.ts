import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { TurnLog } from '../store.ts'
import { guarded } from './errors.ts'

const Papers = z.array(z.string())
const Claims = z.array(
  z.object({
    text: z.string(),
    cites: z.array(z.object({ id: z.string(), paper: z.string(), text: z.string() })),
  }),
)
const Row = z.object({
  id: z.string(),
  conversation: z.string(),
  person: z.string(),
  at: z.number().transform((at) => new Date(at)),
  line: z.string(),
  answer: z.string(),
  papers: z.string().transform((json) => Papers.parse(JSON.parse(json))),
  claims: z.string().transform((json) => Claims.parse(JSON.parse(json))),
})

export function createTurnLog(database: DatabaseSync): TurnLog {
  const insert = database.prepare(`
    INSERT INTO turns (id, conversation, person, at, line, answer, papers, claims)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`)
  const one = database.prepare('SELECT * FROM turns WHERE id = ?')
  const latest = database.prepare('SELECT * FROM turns WHERE conversation = ? ORDER BY key DESC LIMIT ?')
  return {
    append: ({ id, conversation, person, at, line, answer, papers, claims }) =>
      guarded(() => {
        const lists = [papers, Claims.parse(claims)].map((list) => JSON.stringify(list))
        insert.run(id, conversation, person, at.getTime(), line, answer, ...lists)
      }),
    get: (id) =>
      guarded(() => {
        const row = one.get(id)
        return row && Row.parse(row)
      }),
    recent: (conversation, limit) =>
      guarded(() => latest.all(conversation, limit).map((row) => Row.parse(row))),
  }
}
