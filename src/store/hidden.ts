import { createScope } from '../lib/scope.ts'
import type { PaperId } from '../papers/paper.ts'
import type { PaperStore, Store } from './store.ts'
import type { Workspace } from './workspace-papers.ts'

type Ids = ReadonlySet<PaperId>

/** The papers that are hidden from the person something is done for. */
const hiddenHere = createScope<Ids>()

/** Does something for people who do not see some papers. */
export const hiding: <T>(papers: Ids, work: () => T) => T = hiddenHere.run

/** Papers that a workspace hides at most, since every search leaves them out. */
export const mostHidden = 500

/** The papers that people of a workspace do not see. */
export async function hiddenIn(
  workspace: Workspace,
  { workspaces }: Pick<Store, 'workspaces'>,
): Promise<ReadonlySet<PaperId>> {
  const hidden = await workspaces.marked(workspace, 'hidden', { limit: mostHidden })
  return new Set(hidden.map(({ paper }) => paper))
}

/** The same for a sequence. */
export const eachHiding: <T>(papers: Ids, values: AsyncIterable<T>) => AsyncGenerator<T, void, void> =
  hiddenHere.each

/**
 * A store in which hidden papers are not found, listed or counted, although they are there: those that the person who
 * asks does not see (`hiding`), and those that nobody is to see. What is written goes into the store as it is.
 *
 * @param hiddenFromAll asked again and again, and so quick
 */
export function withoutHidden(store: Store, hiddenFromAll: () => Promise<Ids> = async () => nothing): Store {
  const { papers, words, vectors } = store

  async function hidden(): Promise<Ids> {
    const [here, everywhere] = [hiddenHere.current() ?? nothing, await hiddenFromAll()]
    if (here.size === 0) return everywhere
    return everywhere.size === 0 ? here : here.union(everywhere)
  }

  /** What is left of a list that is read long enough to lose all that is hidden. */
  async function left<T extends { id: PaperId }>(
    limit: number,
    read: (limit: number) => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    const out = await hidden()
    if (out.size === 0) return read(limit)
    return (await read(limit + out.size)).filter(({ id }) => !out.has(id)).slice(0, limit)
  }

  const seen: PaperStore = {
    ...papers,
    async get(ids) {
      const out = await hidden()
      const found = await papers.get(ids)
      return out.size === 0 ? found : found.filter(({ id }) => !out.has(id))
    },
    async count() {
      const out = await hidden()
      return (await papers.count()) - (out.size === 0 ? 0 : (await papers.get([...out])).length)
    },
    page: (after, limit) => left(limit, (most) => papers.page(after, most)),
    addedAfter: (mark, limit) => left(limit, (most) => papers.addedAfter(mark, most)),
    between: (from, to, limit) => left(limit, (most) => papers.between(from, to, most)),
    named: (name, limit) => left(limit, (most) => papers.named(name, most)),
    titled: (said, limit) => left(limit, (most) => papers.titled(said, most)),
    completions: (typed, limit) => left(limit, (most) => papers.completions(typed, most)),
    async newestDay(until) {
      if ((await hidden()).size === 0) return papers.newestDay(until)
      for (
        let day = await papers.newestDay(until);
        day !== undefined;
        day = await papers.newestDay(before(day))
      )
        if ((await seen.between(day, day, 1)).length > 0) return day
      return undefined
    },
    async days(limit, until) {
      const out = await hidden()
      if (out.size === 0) return papers.days(limit, until)
      const fewer = new Map<string, number>()
      for (const { date } of await papers.get([...out]))
        if (date !== undefined) fewer.set(date, (fewer.get(date) ?? 0) + 1)
      const days = await papers.days(limit + fewer.size, until)
      return days
        .map((day) => ({ date: day.date, papers: day.papers - (fewer.get(day.date) ?? 0) }))
        .filter((day) => day.papers > 0)
        .slice(0, limit)
    },
  }

  return {
    ...store,
    papers: seen,
    words: { ...words, search: (said, limit) => left(limit, (most) => words.search(said, most)) },
    vectors: {
      ...vectors,
      search: (space, vector, limit) => left(limit, (most) => vectors.search(space, vector, most)),
    },
  }
}

const nothing: Ids = new Set()

/** The ISO day before another. */
const before = (day: string) => new Date(Date.parse(day) - 24 * 3_600_000).toISOString().slice(0, 10)
