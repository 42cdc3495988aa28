import { z } from 'zod'
import { differ, foldTitle, paperKeys } from '../papers/identity.ts'
import { PaperIds } from '../papers/ids.ts'
import type { Paper, PaperId } from '../papers/paper.ts'

/** A paper that was taken out, and what it was called. */
export type RemovedPaper = { id: PaperId; title: string; ids: PaperIds; at: Date }

/** Papers that are to stay out of the collection, whatever source brings them again. */
export type RemovedPapers = {
  /**
   * Takes papers out with everything that was worked out of them. By everything they were known by, `put` leaves them out
   * from then on. Durable, all or nothing; unknown ids are passed over.
   *
   * @returns those that were there
   */
  add(ids: readonly PaperId[], at: Date): Promise<readonly Paper[]>
  /**
   * Lets papers in again: those that were taken out and these are. They come back with the next `put`. Durable, idempotent.
   *
   * @returns what they were called
   */
  lift(papers: readonly Pick<Paper, 'id' | 'ids' | 'title'>[]): Promise<readonly RemovedPaper[]>
  /** Those of these ids. */
  get(ids: readonly PaperId[]): Promise<readonly RemovedPaper[]>
  /** All of them, the latest first. */
  latest(limit: number): Promise<readonly RemovedPaper[]>
}

const Row = z.object({ id: z.string(), title: z.string(), ids: z.string(), at: z.coerce.number() })

/** A row of the table `removed_papers`, as either engine has it. */
export function toRemovedPaper(row: unknown): RemovedPaper {
  const { id, title, ids, at } = Row.parse(row)
  return { id, title, ids: PaperIds.parse(JSON.parse(ids)), at: new Date(at) }
}

/** What papers that were taken out are known by: rows of `removed_keys` with those of `removed_papers`. */
export type RemovedKeys = ReadonlyMap<string, RemovedPaper>

export const toRemovedKeys = (rows: readonly { key?: unknown }[]): Map<string, RemovedPaper> =>
  new Map(rows.map((row) => [String(row.key), toRemovedPaper(row)]))

/** The paper that was taken out and this one is: by an id, or by its title unless an id says otherwise. */
export function removedAs(
  paper: Pick<Paper, 'id' | 'ids'>,
  { ids, title }: ReturnType<typeof paperKeys>,
  known: RemovedKeys,
): RemovedPaper | undefined {
  const byId = ids.map((id) => known.get(id)).find((found) => found !== undefined)
  const titled = known.get(title)
  return byId ?? (titled && !differ(titled, paper) ? titled : undefined)
}

/** What these papers may have been known by when they were taken out, and which of those that are found so they are. */
export function toLift(papers: readonly Pick<Paper, 'id' | 'ids' | 'title'>[]) {
  const named = papers.map((paper) => ({ paper, keys: paperKeys(paper, foldTitle(paper.title)) }))
  return {
    keys: named.flatMap(({ keys }) => [...keys.ids, keys.title]),
    meant: (known: RemovedKeys): readonly PaperId[] =>
      named.flatMap(({ paper, keys }) => removedAs(paper, keys, known)?.id ?? []),
  }
}
