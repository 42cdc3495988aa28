import { placesWithin } from './json-columns.ts'
import { postsOf } from './queues.ts'
import { type PlatformWorkspace, workspaceKey, workspaceOf } from './workspace-papers.ts'

/** Workspaces that took Paperboy out: what is kept of them goes after a while, unless they invite it again. */
export type LeavingStore = {
  /** Remembers since when Paperboy is out; the first moment counts. Durable, idempotent. */
  mark(from: PlatformWorkspace, at: Date): Promise<void>
  /** It is there again. @returns whether it was out. Idempotent */
  unmark(from: PlatformWorkspace): Promise<boolean>
  /** The workspaces of a platform of which something is kept, and whether Paperboy is out of them. */
  known(platform: string): Promise<readonly { workspace: string; isLeft: boolean }[]>
  /**
   * Forgets what is kept of the workspaces that Paperboy left before a moment: what was asked there and thought of it,
   * daily posts with what became of them, votes, settings, hidden and added papers. All or nothing, and for good; papers stay.
   *
   * @returns those that were forgotten
   */
  forgetLeft(before: Date): Promise<readonly PlatformWorkspace[]>
}

/** One statement; `$1` stands for the first value. */
type Statement = { sql: string; values: readonly string[] }

/**
 * What forgets a workspace, in the words of both engines.
 *
 * @param workspaceIn the workspace of the address in a job of posts, as an expression
 */
export function forgetting(left: PlatformWorkspace, workspaceIn: string): readonly Statement[] {
  const key = [workspaceKey(left)]
  const places = [placesWithin(left)]
  const within = (column: string) => `substr(${column}, 1, length($1)) = $1`
  return [
    { sql: 'DELETE FROM feedback WHERE turn IN (SELECT id FROM turns WHERE workspace = $1)', values: key },
    { sql: 'DELETE FROM turns WHERE workspace = $1', values: key },
    { sql: `DELETE FROM subscriptions WHERE ${within('place')}`, values: places },
    { sql: `DELETE FROM shown_papers WHERE ${within('place')}`, values: places },
    { sql: `DELETE FROM place_votes WHERE ${within('place')}`, values: places },
    { sql: `DELETE FROM facts WHERE kind = 'place' AND ${within('name')}`, values: places },
    { sql: 'DELETE FROM workspace_papers WHERE workspace = $1', values: key },
    {
      sql: `DELETE FROM jobs WHERE queue = $1 AND ${workspaceIn} = $2`,
      values: [postsOf(left.platform), left.workspace],
    },
  ]
}

/** Where something is kept of workspaces: by their own names, and by those of places in them. */
export const keeping = {
  named: 'SELECT DISTINCT workspace AS name FROM turns UNION SELECT workspace FROM workspace_papers',
  placed:
    "SELECT place AS name FROM subscriptions UNION SELECT place FROM place_votes UNION SELECT name FROM facts WHERE kind = 'place'",
  left: "SELECT name FROM facts WHERE kind = 'left'",
}

/** The workspaces of a platform that some names begin with, each once. */
export function knownOn(
  platform: string,
  { kept, left }: { kept: readonly string[]; left: readonly string[] },
): readonly { workspace: string; isLeft: boolean }[] {
  const of = (names: readonly string[]) => {
    const found = names.map(workspaceOf).filter((one) => one?.platform === platform)
    return new Set(found.flatMap((one) => one?.workspace ?? []))
  }
  const out = of(left)
  return [...of(kept).union(out)].map((workspace) => ({ workspace, isLeft: out.has(workspace) }))
}
