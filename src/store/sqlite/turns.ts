import type { DatabaseSync } from 'node:sqlite'
import { toTurn, turnLists } from '../rows.ts'
import type { Conversations, TurnLog } from '../store.ts'
import { workspaceKey } from '../workspace-papers.ts'
import { erase, transaction, unsynced } from './database.ts'
import { guarded } from './errors.ts'

/** How many turns are read at once where all are. */
const page = 100

/** The first and the last name of some conversations, as SQLite compares them: by bytes. */
function rangeOf(conversations: Conversations): readonly [string, string] {
  if (typeof conversations === 'string') return [conversations, conversations]
  return [conversations.within, `${conversations.within}\u{10ffff}`]
}

export function createTurnLog(database: DatabaseSync): TurnLog {
  const insert = database.prepare(`
    INSERT INTO turns (id, conversation, person, at, line, question, answer, papers, claims, workspace)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`)
  const one = database.prepare('SELECT * FROM turns WHERE id = ?')
  const latest = database.prepare('SELECT * FROM turns WHERE conversation = ? ORDER BY key DESC LIMIT ?')
  const latestWithin = database.prepare(
    'SELECT * FROM turns WHERE conversation BETWEEN ? AND ? ORDER BY key DESC LIMIT ?',
  )
  const moved = database.prepare('UPDATE turns SET conversation = ? WHERE conversation = ?')
  const askers = database.prepare(
    'SELECT person, count(*) AS turns FROM turns WHERE conversation BETWEEN ? AND ? GROUP BY person',
  )
  const rated = database.prepare(`
    SELECT * FROM turns WHERE key > ? AND id IN (SELECT turn FROM feedback) ORDER BY key LIMIT ${page}`)
  const forgotten = {
    of: 'conversation BETWEEN ?1 AND ?2 AND (?3 IS NULL OR person = ?3)',
    before: 'at < ?1',
  }

  const forget = (which: keyof typeof forgotten, ...values: readonly (string | number | null)[]): number =>
    erase(database, () =>
      transaction(database, () => {
        const where = forgotten[which]
        database
          .prepare(`DELETE FROM feedback WHERE turn IN (SELECT id FROM turns WHERE ${where})`)
          .run(...values)
        return Number(database.prepare(`DELETE FROM turns WHERE ${where}`).run(...values).changes)
      }),
    )

  return {
    append: ({ id, conversation, person, at, line, question = null, answer, papers, claims, workspace }) =>
      guarded(() => {
        const said = [id, conversation, person, at.getTime(), line, question, answer]
        // Its question is finished after it, and takes it to the disk; one that is not is answered anew.
        const lists = turnLists({ papers, claims })
        unsynced(database, () => insert.run(...said, ...lists, workspace ? workspaceKey(workspace) : null))
      }),
    get: (id) =>
      guarded(() => {
        const row = one.get(id)
        return row && toTurn(row)
      }),
    recent: (conversation, limit) =>
      guarded(() => {
        const rows =
          typeof conversation === 'string'
            ? latest.all(conversation, limit)
            : latestWithin.all(...rangeOf(conversation), limit)
        return rows.map((row) => toTurn(row))
      }),
    move: (from, to) => guarded(() => void moved.run(to, from)),
    askers: (conversation) =>
      guarded(
        () =>
          new Map(
            askers
              .all(...rangeOf(conversation))
              .map((row) => [String(row.person), Number(row.turns)] as const),
          ),
      ),
    async *rated() {
      for (let after = 0; ; ) {
        const rows = await guarded(() => rated.all(after))
        const last = rows.at(-1)
        if (!last) return
        yield* rows.map(toTurn)
        after = Number(last.key)
      }
    },
    forget: (conversation, person) => guarded(() => forget('of', ...rangeOf(conversation), person ?? null)),
    forgetBefore: (moment) => guarded(() => forget('before', moment.getTime())),
  }
}
