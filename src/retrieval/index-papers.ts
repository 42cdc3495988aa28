import type { Log } from '../lib/log.ts'
import type { Paper, PaperId } from '../papers/paper.ts'
import { sentencesOf } from '../papers/sentences.ts'
import type { Store } from '../store/store.ts'
import type { PaperVectors, VectorSpace } from '../store/vectors.ts'
import type { Embedder } from './embedder.ts'

/** Papers embedded and stored at a time, where the embedder does not say: few requests to a server. */
const usualBatch = 256

type Parts = {
  store: Store
  embedder: Embedder
  signal: AbortSignal
  log?: Log
  /** How many numbers the model's vectors have today, where that is known: stored ones of another length go. */
  length?: number
}

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
 * Embeds every paper that has no current vectors of the embedder's model. Newest first. Resumable: each batch is stored before the
 * next one is asked for, and a batch under way when the signal comes is still finished. A paper that the model does
 * not take is left out until the next time. When the model gives vectors of another length than it used to, all are
 * made anew.
 *
 * @returns how many papers were embedded
 * @throws PaperboyError when the model fails
 */
export async function indexPapers({ store, embedder, signal, log, length }: Parts): Promise<number> {
  const { model, batch = usualBatch } = embedder
  const refused = new Set<PaperId>()
  let done = 0

  async function embedAndPut(papers: readonly Paper[]): Promise<void> {
    const vectors = await embedPapers(embedder, papers)
    const embedded = papers.flatMap((of, index) => {
      const one = vectors[index]
      if (!one) refused.add(of.id)
      return one ? [{ of, ...one }] : []
    })
    done += embedded.length
    const dimensions = embedded[0]?.paper.length
    if (dimensions === undefined) return
    const before = await store.vectors.count(model)
    await store.vectors.put({ model, dimensions }, embedded)
    if (before > 0 && (await store.vectors.count(model)) <= embedded.length)
      log?.warn(
        { model, dimensions },
        'The model gives vectors of another length than before: those of all papers are made anew.',
      )
  }

  if (length !== undefined && (await areOfOtherLength(store, { model, dimensions: length })))
    await embedAndPut(await store.papers.completions('', batch))
  while (!signal.aborted) {
    const missing = await store.vectors.missing(model, batch + refused.size)
    const papers = await store.papers.get(missing.filter((id) => !refused.has(id)))
    if (papers.length === 0) break
    await embedAndPut(papers)
  }
  return done
}

async function areOfOtherLength({ vectors }: Store, space: VectorSpace): Promise<boolean> {
  if ((await vectors.count(space.model)) === 0) return false
  const [any] = await vectors.search(space, new Float32Array(space.dimensions).fill(1, 0, 1), 1)
  return any === undefined
}
