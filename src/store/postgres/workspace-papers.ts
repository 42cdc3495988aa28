import { toMarkedPaper, type WorkspacePapers, workspaceKey } from '../workspace-papers.ts'
import type { Database } from './database.ts'

export function createWorkspacePapers({ query }: Database): WorkspacePapers {
  return {
    async mark(workspace, mark, papers) {
      await query(
        `INSERT INTO workspace_papers (workspace, mark, paper, person, at)
        SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::bigint[]) ON CONFLICT DO NOTHING`,
        [
          ...[workspaceKey(workspace), mark],
          papers.map(({ paper }) => paper),
          papers.map(({ by }) => JSON.stringify(by)),
          papers.map(({ at }) => at.getTime()),
        ],
      )
    },
    async unmark(workspace, mark, paper) {
      const { changes } = await query(
        'DELETE FROM workspace_papers WHERE workspace = $1 AND mark = $2 AND paper = $3',
        [workspaceKey(workspace), mark, paper],
      )
      return changes > 0
    },
    async marked(workspace, mark, { limit, papers }) {
      const { rows } = await query(
        `SELECT paper, person, at FROM workspace_papers
        WHERE workspace = $1 AND mark = $2 ${papers ? 'AND paper = ANY ($4)' : ''} ORDER BY at DESC, paper LIMIT $3`,
        [workspaceKey(workspace), mark, limit, ...(papers ? [papers] : [])],
      )
      return rows.map(toMarkedPaper)
    },
    async count(workspace, mark, since) {
      const { rows } = await query(
        'SELECT count(*) AS papers FROM workspace_papers WHERE workspace = $1 AND mark = $2 AND at >= $3',
        [workspaceKey(workspace), mark, since.getTime()],
      )
      return Number(rows[0]?.papers)
    },
  }
}
