import { forgetting, keeping, knownOn, type LeavingStore } from '../leaving.ts'
import { workspaceKey, workspaceOf } from '../workspace-papers.ts'
import type { Database } from './database.ts'

export function createLeavingStore(database: Database): LeavingStore {
  const names = async (sql: string) => (await database.query(sql)).rows.map(({ name }) => String(name))

  return {
    async mark(from, at) {
      await database.query(
        "INSERT INTO facts (kind, name, value, at) VALUES ('left', $1, 'null', $2) ON CONFLICT DO NOTHING",
        [workspaceKey(from), at.getTime()],
      )
    },
    async unmark(from) {
      const { changes } = await database.query("DELETE FROM facts WHERE kind = 'left' AND name = $1", [
        workspaceKey(from),
      ])
      return changes > 0
    },
    async known(platform) {
      const [named, placed, left] = [
        await names(keeping.named),
        await names(keeping.placed),
        await names(keeping.left),
      ]
      return knownOn(platform, { kept: [...named, ...placed], left })
    },
    forgetLeft: (before) =>
      database.transaction(async (query) => {
        const { rows } = await query("DELETE FROM facts WHERE kind = 'left' AND at < $1 RETURNING name", [
          before.getTime(),
        ])
        const gone = rows.flatMap(({ name }) => workspaceOf(String(name)) ?? [])
        for (const one of gone)
          for (const { sql, values } of forgetting(one, "CAST(payload AS jsonb) #>> '{to,workspace}'"))
            await query(sql, values)
        return gone
      }),
  }
}
