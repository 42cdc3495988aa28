import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { TurnLog } from '../store.ts'
import { guarded } from './errors.ts'

const Row = z.object({
  conversation: z.string(),
  person: z.string(),
  at: z.number(),
  line: z.string(),
  answer: z.string(),
  papers: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json))),
})

export function createTurnLog(database: DatabaseSync): TurnLog {
  const insert = database.prepare(
    'INSERT INTO turns (conversation, person, at, line, answer, papers) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const select = database.prepare('SELECT * FROM turns WHERE conversation = ? ORDER BY key DESC LIMIT ?')
  return {
    append: (turn) =>
      guarded(() => {
        const papers = JSON.stringify(turn.papers)
        insert.run(turn.conversation, turn.person, turn.at.getTime(), turn.line, turn.answer, papers)
      }),
    recent: (conversation, limit) =>
      guarded(() =>
        select.all(conversation, limit).map((row) => {
          const turn = Row.parse(row)
          return { ...turn, at: new Date(turn.at) }
        }),
      ),
  }
}
