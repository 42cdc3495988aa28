import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { forgetting, keeping, knownOn, type LeavingStore } from '../leaving.ts'
import { workspaceKey, workspaceOf } from '../workspace-papers.ts'
import { erase, numbered, transaction } from './database.ts'
import { guarded } from './errors.ts'

export function createLeavingStore(database: DatabaseSync): LeavingStore {
  const rows = (sql: string, ...values: readonly SQLInputValue[]) =>
    database.prepare(numbered(sql)).all(...values)
  const names = (sql: string) => rows(sql).map(({ name }) => String(name))

  return {
    mark: (from, at) =>
      guarded(() => {
        rows(
          `INSERT INTO facts (kind, name, value, at) VALUES ('left', $1, 'null', $2) ON CONFLICT DO NOTHING`,
          workspaceKey(from),
          at.getTime(),
        )
      }),
    unmark: (from) =>
      guarded(
        () =>
          rows("DELETE FROM facts WHERE kind = 'left' AND name = $1 RETURNING name", workspaceKey(from))
            .length > 0,
      ),
    known: (platform) =>
      guarded(() =>
        knownOn(platform, {
          kept: [...names(keeping.named), ...names(keeping.placed)],
          left: names(keeping.left),
        }),
      ),
    forgetLeft: (before) =>
      guarded(() =>
        erase(database, () =>
          transaction(database, () => {
            const gone = rows(
              "DELETE FROM facts WHERE kind = 'left' AND at < $1 RETURNING name",
              before.getTime(),
            ).flatMap(({ name }) => workspaceOf(String(name)) ?? [])
            for (const one of gone)
              for (const { sql, values } of forgetting(one, "json_extract(payload, '$.to.workspace')"))
                rows(sql, ...values)
            return gone
          }),
        ),
      ),
  }
}
