import type { DatabaseSync } from 'node:sqlite'
import { toMarkedPaper, type WorkspacePapers, workspaceKey } from '../workspace-papers.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'

export function createWorkspacePapers(database: DatabaseSync): WorkspacePapers {
  const add = database.prepare('INSERT OR IGNORE INTO workspace_papers VALUES (?, ?, ?, ?, ?)')
  const remove = database.prepare(
    'DELETE FROM workspace_papers WHERE workspace = ? AND mark = ? AND paper = ?',
  )
  const marked = database.prepare(`
    SELECT paper, person, at FROM workspace_papers
    WHERE workspace = ?1 AND mark = ?2 AND (?3 IS NULL OR paper IN (SELECT value FROM json_each(?3)))
    ORDER BY at DESC, paper LIMIT ?4`)
  const count = database.prepare(
    'SELECT count(*) AS papers FROM workspace_papers WHERE workspace = ? AND mark = ? AND at >= ?',
  )
  return {
    mark: (workspace, mark, papers) =>
      guarded(() =>
        transaction(database, () => {
          for (const { paper, by, at } of papers)
            add.run(workspaceKey(workspace), mark, paper, JSON.stringify(by), at.getTime())
        }),
      ),
    unmark: (workspace, mark, paper) =>
      guarded(() => Number(remove.run(workspaceKey(workspace), mark, paper).changes) > 0),
    marked: (workspace, mark, { limit, papers }) =>
      guarded(() =>
        marked
          .all(workspaceKey(workspace), mark, papers ? JSON.stringify(papers) : null, limit)
          .map(toMarkedPaper),
      ),
    count: (workspace, mark, since) =>
      guarded(() => Number(count.get(workspaceKey(workspace), mark, since.getTime())?.papers)),
  }
}
