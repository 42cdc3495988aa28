import { toTurn, turnLists } from '../rows.ts'
import type { Conversations, TurnLog } from '../store.ts'
import { workspaceKey } from '../workspace-papers.ts'
import type { Database, Value } from './database.ts'

/** How many turns are read at once where all are. */
const page = 100

const whichOf = (conversations: Conversations): string =>
  typeof conversations === 'string' ? 'conversation = $1' : 'starts_with(conversation, $1)'
const nameOf = (conversations: Conversations): string =>
  typeof conversations === 'string' ? conversations : conversations.within

export function createTurnLog(database: Database): TurnLog {
  const rowsOf = async (sql: string, values: readonly Value[]) => (await database.query(sql, values)).rows

  const forget = (where: string, values: readonly Value[]) =>
    database.transaction(async (query) => {
      await query(`DELETE FROM feedback WHERE turn IN (SELECT id FROM turns WHERE ${where})`, values)
      return (await query(`DELETE FROM turns WHERE ${where}`, values)).changes
    })

  return {
    async append({ id, conversation, workspace, person, at, line, question = null, answer, papers, claims }) {
      await database.query(
        `INSERT INTO turns (id, conversation, person, at, line, question, answer, papers, claims, workspace)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`,
        [
          ...[id, conversation, person, at.getTime(), line, question, answer],
          ...turnLists({ papers, claims }),
          workspace ? workspaceKey(workspace) : null,
        ],
      )
    },
    get: async (id) => (await rowsOf('SELECT * FROM turns WHERE id = $1', [id])).map(toTurn)[0],
    async recent(conversation, limit) {
      const rows = await rowsOf(
        `SELECT * FROM turns WHERE ${whichOf(conversation)} ORDER BY key DESC LIMIT $2`,
        [nameOf(conversation), limit],
      )
      return rows.map(toTurn)
    },
    async move(from, to) {
      await database.query('UPDATE turns SET conversation = $1 WHERE conversation = $2', [to, from])
    },
    async askers(conversation) {
      const rows = await rowsOf(
        `SELECT person, count(*) AS turns FROM turns WHERE ${whichOf(conversation)} GROUP BY person`,
        [nameOf(conversation)],
      )
      return new Map(rows.map(({ person, turns }) => [String(person), Number(turns)]))
    },
    async *rated() {
      for (let after = 0; ; ) {
        const rows = await rowsOf(
          `SELECT * FROM turns WHERE key > $1 AND id IN (SELECT turn FROM feedback) ORDER BY key LIMIT ${page}`,
          [after],
        )
        const last = rows.at(-1)
        if (!last) return
        yield* rows.map(toTurn)
        after = Number(last.key)
      }
    },
    forget: (conversation, person) =>
      person === undefined
        ? forget(whichOf(conversation), [nameOf(conversation)])
        : forget(`${whichOf(conversation)} AND person = $2`, [nameOf(conversation), person]),
    forgetBefore: (moment) => forget('at < $1', [moment.getTime()]),
  }
}
