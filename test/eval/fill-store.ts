import type { Paper } from '../../src/papers/paper.ts'
import type { Store } from '../../src/store/store.ts'
import { createProgress } from './progress.ts'

/** As many as one transaction takes without long pauses between two steps of the progress. */
const batchSize = 1_000

/** Puts papers into a store, batch by batch; milliseconds that took. */
export async function fillStore(store: Store, papers: readonly Paper[]): Promise<number> {
  const started = performance.now()
  const progress = createProgress('Storing and indexing papers', papers.length)
  for (let start = 0; start < papers.length; start += batchSize) {
    await store.papers.put(papers.slice(start, start + batchSize))
    progress.step(Math.min(start + batchSize, papers.length))
  }
  progress.end()
  return performance.now() - started
}
