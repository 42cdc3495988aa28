import type { Paper } from '../papers/paper.ts'
import { sentencesOf } from '../papers/sentences.ts'
import type { PaperVectors, Store } from '../store/store.ts'
import type { Embedder } from './embedder.ts'

/** Papers embedded and stored at a time, where the embedder does not say: few requests to a server. */
const usualBatch = 256

type Parts = { store: Pick<Store, 'papers' | 'vectors'>; embedder: Embedder; signal: AbortSignal }

/** The text that stands for a paper as a whole. */
export const textOf = ({ title, abstract }: Pick<Paper, 'title' | 'abstract'>): string =>
  `${title}\n\n${abstract}`

/**
 * The vectors of papers, all asked for at once; undefined for a paper that the model does not take. Models on this
 * machine embed titles and sentences, too.
 *
 * @throws what the embedder throws
 */
export async function embedPapers(
  embedder: Embedder,
  papers: readonly Paper[],
  signal?: AbortSignal,
): Promise<readonly (PaperVectors | undefined)[]> {
  const texts = papers.map((paper) => [
    textOf(paper),
    ...(embedder.embedsSentences ? [paper.title, ...sentencesOf(paper).map(({ text }) => text)] : []),
  ])
  const vectors = await embedder.embed(texts.flat(), 'passage', signal)
  let from = 0
  return texts.map((own) => {
    const [paper, ...passages] = vectors.slice(from, from + own.length)
    from += own.length
    if (!paper || passages.length === 0) return paper && { paper }
    return { paper, passages: passages.map((passage) => passage ?? new Float32Array(paper.length)) }
  })
}

/**
 * Embeds every paper that has no current vectors of the embedder's model, newest first. Resumable: each batch is stored
 * before the next one is asked for, and a batch under way when the signal comes is still finished. A paper that the
 * model does not take is left out until the next time.
 *
 * @returns how many papers were embedded
 * @throws PaperboyError when the model fails
 */
export async function indexPapers({ store, embedder, signal }: Parts): Promise<number> {
  const { model, batch = usualBatch } = embedder
  const refused = new Set<string>()
  let done = 0
  while (!signal.aborted) {
    const missing = await store.vectors.missing(model, batch + refused.size)
    const papers = await store.papers.get(missing.filter((id) => !refused.has(id)))
    if (papers.length === 0) break
    const vectors = await embedPapers(embedder, papers)
    const embedded = papers.flatMap((of, index) => {
      const one = vectors[index]
      if (!one) refused.add(of.id)
      return one ? [{ of, ...one }] : []
    })
    const [first] = embedded
    if (first) await store.vectors.put({ model, dimensions: first.paper.length }, embedded)
    done += embedded.length
  }
  return done
}
