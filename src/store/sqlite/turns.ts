import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { Turn, TurnLog } from '../store.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'

/** How many turns are read at once where all are. */
const page = 100

const Papers = z.array(z.string())
const Claims = z.array(
  z.object({
    text: z.string(),
    cites: z.array(z.object({ id: z.string(), paper: z.string(), text: z.string() })),
  }),
)
const Row = z.object({
  key: z.number(),
  id: z.string(),
  conversation: z.string(),
  person: z.string(),
  at: z.number().transform((at) => new Date(at)),
  line: z.string(),
  answer: z.string(),
  papers: z.string().transform((json) => Papers.parse(JSON.parse(json))),
  claims: z.string().transform((json) => Claims.parse(JSON.parse(json))),
  question: z.string().nullable(),
})

export function createTurnLog(database: DatabaseSync): TurnLog {
  const insert = database.prepare(`
    INSERT INTO turns (id, conversation, person, at, line, question, answer, papers, claims)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`)
  const one = database.prepare('SELECT * FROM turns WHERE id = ?')
  const latest = database.prepare('SELECT * FROM turns WHERE conversation = ? ORDER BY key DESC LIMIT ?')
  const askers = database.prepare(
    'SELECT person, count(*) AS turns FROM turns WHERE conversation = ? GROUP BY person',
  )
  const rated = database.prepare(`
    SELECT * FROM turns WHERE key > ? AND id IN (SELECT turn FROM feedback) ORDER BY key LIMIT ${page}`)
  const forgotten = {
    of: 'conversation = ?1 AND (?2 IS NULL OR person = ?2)',
    before: 'at < ?1',
  }

  /** Deleted rows are overwritten: what is to be forgotten is not to be found in the file either. */
  function forget(which: keyof typeof forgotten, ...values: readonly (string | number | null)[]): number {
    database.exec('PRAGMA secure_delete = ON')
    try {
      return transaction(database, () => {
        const where = forgotten[which]
        database
          .prepare(`DELETE FROM feedback WHERE turn IN (SELECT id FROM turns WHERE ${where})`)
          .run(...values)
        return Number(database.prepare(`DELETE FROM turns WHERE ${where}`).run(...values).changes)
      })
    } finally {
      database.exec('PRAGMA secure_delete = OFF')
    }
  }

  return {
    append: ({ id, conversation, person, at, line, question = null, answer, papers, claims }) =>
      guarded(() => {
        const lists = [papers, Claims.parse(claims)].map((list) => JSON.stringify(list))
        insert.run(id, conversation, person, at.getTime(), line, question, answer, ...lists)
      }),
    get: (id) =>
      guarded(() => {
        const row = one.get(id)
        return row && toTurn(Row.parse(row))
      }),
    recent: (conversation, limit) =>
      guarded(() => latest.all(conversation, limit).map((row) => toTurn(Row.parse(row)))),
    askers: (conversation) =>
      guarded(
        () =>
          new Map(askers.all(conversation).map((row) => [String(row.person), Number(row.turns)] as const)),
      ),
    async *rated() {
      for (let after = 0; ; ) {
        const rows = await guarded(() => rated.all(after).map((row) => Row.parse(row)))
        const last = rows.at(-1)
        if (!last) return
        yield* rows.map(toTurn)
        after = last.key
      }
    },
    forget: (conversation, person) => guarded(() => forget('of', conversation, person ?? null)),
    forgetBefore: (moment) => guarded(() => forget('before', moment.getTime())),
  }
}

function toTurn({ key: _, question, ...turn }: z.infer<typeof Row>): Turn {
  return { ...turn, ...(question !== null && { question }) }
}
