import { idKeys } from '../papers/ids.ts'
import type { Paper } from '../papers/paper.ts'
import type { Store } from '../store/store.ts'
import type { FetchByIds } from '../sync/by-id.ts'

/** Papers that are asked for at once, and stored before the next. */
const atOnce = 100
/** Of those that no place knows, so many are named. */
const mostNamed = 20

/**
 * Fetches the abstracts that papers lack, by their ids, from the places that number them. What else these
 * say of a paper is taken as far as it was not known. Prints how many there are now to `stdout`, and to `stderr` why some
 * are not.
 *
 * @param papers as they were read; those that have an abstract in the store by now are passed over
 */
export async function fetchAbstracts(
  papers: readonly Paper[],
  {
    store,
    fetchByIds,
    stdout,
    stderr,
  }: {
    store: Pick<Store, 'papers'>
    fetchByIds: FetchByIds
    stdout: { write(text: string): unknown }
    stderr: { write(text: string): unknown }
  },
  signal: AbortSignal,
): Promise<void> {
  const bare = (await store.papers.get(papers.map(({ id, ids }) => idKeys(ids)[0] ?? id))).filter(
    ({ abstract }) => abstract === '',
  )
  let found = 0
  const without: string[] = []
  for (let start = 0; start < bare.length; start += atOnce) {
    const some = bare.slice(start, start + atOnce)
    const fetched = await fetchByIds(
      some.map(({ ids = {} }) => ids),
      { signal },
    )
    const whole: Paper[] = []
    for (const [index, known] of some.entries()) {
      const result = fetched[index]
      if (result && 'paper' in result && result.paper.abstract !== '') whole.push(joined(known, result.paper))
      else
        without.push(
          `${known.title}: ${result && 'why' in result ? result.why : 'No place that knows it has its abstract.'}`,
        )
    }
    await store.papers.put(whole)
    found += whole.length
  }
  if (bare.length === 0) return
  stdout.write(`Fetched ${found} of ${bare.length} abstracts.\n`)
  for (const line of without.slice(0, mostNamed)) stderr.write(`${line}\n`)
  if (without.length > mostNamed) stderr.write(`and ${without.length - mostNamed} more.\n`)
}

/** A paper as it is known, with the abstract that was fetched. */
const joined = (known: Paper, fetched: Paper): Paper => ({
  ...fetched,
  ...known,
  abstract: fetched.abstract,
  source: fetched.source,
  ids: { ...fetched.ids, ...known.ids },
})
