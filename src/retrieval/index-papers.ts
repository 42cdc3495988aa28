import type { Store } from '../store/store.ts'
import type { Embedder } from './embedder.ts'

/** Papers embedded and stored at a time: what a crash can lose. */
const batch = 256

type Parts = { store: Store; embedder: Embedder; signal: AbortSignal }

/**
 * Embeds every paper that has no current vector of the embedder's model. Resumable: each batch is stored before the
 * next one is asked for, and a batch under way when the signal comes is still finished.
 *
 * @returns how many papers were embedded
 * @throws PaperboyError when the embedding server fails
 */
export async function indexPapers({ store, embedder, signal }: Parts): Promise<number> {
  let done = 0
  while (!signal.aborted) {
    const papers = await store.papers.get(await store.vectors.missing(embedder.model, batch))
    if (papers.length === 0) break
    const vectors = await embedder.embed(papers.map(({ title, abstract }) => `${title}\n\n${abstract}`))
    const pairs = papers.flatMap((of, index) => {
      const paper = vectors[index]
      return paper ? [{ of, paper }] : []
    })
    await store.vectors.put({ model: embedder.model, dimensions: vectors[0]?.length ?? 0 }, pairs)
    done += papers.length
  }
  return done
}
