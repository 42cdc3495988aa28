import { z } from 'zod'
import type { PaperId } from '../papers/paper.ts'

/** A Slack workspace, a Discord server, or the terminal. */
export type Workspace = { platform: string; workspace?: string }

/** One that a platform may take Paperboy out of. */
export type PlatformWorkspace = Required<Workspace>

/** What the people of a workspace did about a paper: they see it no more, or brought it in. */
export type WorkspaceMark = 'hidden' | 'added'

/** Who did it, and when. */
export type MarkedPaper = { paper: PaperId; by: { id: string; name?: string }; at: Date }

/** What each workspace did about papers that all of them share. */
export type WorkspacePapers = {
  /** Durable, idempotent: what is marked so already stays as it is. */
  mark(workspace: Workspace, mark: WorkspaceMark, marked: readonly MarkedPaper[]): Promise<void>
  /** @returns whether it was marked so */
  unmark(workspace: Workspace, mark: WorkspaceMark, paper: PaperId): Promise<boolean>
  /** Those that are marked so, the latest first; of these papers alone, where they are given. */
  marked(
    workspace: Workspace,
    mark: WorkspaceMark,
    options: { limit: number; papers?: readonly PaperId[] },
  ): Promise<readonly MarkedPaper[]>
  /** How many were marked so since a moment. */
  count(workspace: Workspace, mark: WorkspaceMark, since: Date): Promise<number>
}

/** One name for a workspace: equal for equal ones. */
export const workspaceKey = ({ platform, workspace }: Workspace): string =>
  JSON.stringify([platform, workspace ?? null])

const Name = z
  .string()
  .transform((name, context): unknown => {
    try {
      return JSON.parse(name)
    } catch {
      context.addIssue('No name of a place.')
      return z.NEVER
    }
  })
  .pipe(z.tuple([z.string(), z.string()]).rest(z.unknown()))

/** The workspace that the name of one, or of a place in it, tells of; undefined where there is none. */
export function workspaceOf(name: string | null): PlatformWorkspace | undefined {
  const [platform, workspace] = Name.safeParse(name).data ?? []
  return platform === undefined || workspace === undefined ? undefined : { platform, workspace }
}

const Person = z.object({ id: z.string(), name: z.string().exactOptional() })
const Row = z.object({ paper: z.string(), person: z.string(), at: z.coerce.number() })

/** A row of the table `workspace_papers`, as either engine has it. */
export function toMarkedPaper(row: unknown): MarkedPaper {
  const { paper, person, at } = Row.parse(row)
  return { paper, by: Person.parse(JSON.parse(person)), at: new Date(at) }
}
