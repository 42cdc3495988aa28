import type { Log } from '../lib/log.ts'
import type { Paper, PaperId } from '../papers/paper.ts'
import { sentencesOf } from '../papers/sentences.ts'
import type { Store } from '../store/store.ts'
import type { EmbeddedPaper, PaperVectors, VectorSpace } from '../store/vectors.ts'
import type { Embedder } from './embedder.ts'

/** Papers embedded and stored at a time, where the embedder does not say: few requests to a server. */
const usualBatch = 256
/** Papers that are found missing at a time: to find them, all that have vectors are passed over. */
const looked = 256

type Parts = {
  store: Store
  embedder: Embedder
  signal: AbortSignal
  log?: Log
  /** How many numbers the model's vectors have today, where that is known: stored ones of another length go. */
  length?: number | undefined
  /** How many papers at most; all when left out. */
  most?: number
  /** Papers that the model does not take: these are left out, and more of them are added. */
  refused?: Set<PaperId>
  /** What is done with papers that were just stored with their vectors. */
  onStored?: (space: VectorSpace, papers: readonly EmbeddedPaper[]) => Promise<void>
  /** Told how many were embedded. */
  onProgress?: (done: number) => void
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
 * Embeds papers that have no current vectors of the embedder's model, newest first. Resumable: each batch is stored before
 * the next one is asked for, and a batch under way when the signal comes is still finished. Papers that change, come or
 * go meanwhile are seen at the next look, after some batches. When the model gives vectors of another length than it
 * used to, all are made anew.
 *
 * @returns how many papers were embedded
 * @throws PaperboyError when the model fails
 */
export async function indexPapers({
  store,
  embedder,
  signal,
  log,
  length,
  most = Number.POSITIVE_INFINITY,
  refused = new Set(),
  onStored,
  onProgress,
}: Parts): Promise<number> {
  const { model, batch = usualBatch } = embedder
  let done = 0
  const isOver = () => signal.aborted || done >= most

  async function embedAndPut(papers: readonly Paper[]): Promise<void> {
    const vectors = await embedPapers(embedder, papers)
    const embedded = papers.flatMap((of, index) => {
      const one = vectors[index]
      if (!one) refused.add(of.id)
      return one ? [{ of, ...one }] : []
    })
    const dimensions = embedded[0]?.paper.length
    if (dimensions === undefined) return
    const before = await store.vectors.count(model)
    done += await store.vectors.put({ model, dimensions }, embedded)
    onProgress?.(done)
    if (before > 0 && (await store.vectors.count(model)) <= embedded.length)
      log?.warn(
        { model, dimensions },
        'The model now gives vectors of another length, so all papers are embedded again.',
      )
    await onStored?.({ model, dimensions }, embedded)
  }

  if (length !== undefined && (await areOfOtherLength(store, { model, dimensions: length })))
    await embedAndPut(await store.papers.completions('', Math.min(batch, most)))
  while (!isOver()) {
    const before = done + refused.size
    const missing = await store.vectors.missing(model, Math.max(looked, batch) + refused.size)
    const ids = missing.filter((id) => !refused.has(id))
    while (ids.length > 0 && !isOver())
      await embedAndPut(await store.papers.get(ids.splice(0, Math.min(batch, most - done))))
    if (done + refused.size === before) break
  }
  return done
}

async function areOfOtherLength({ vectors }: Store, space: VectorSpace): Promise<boolean> {
  if ((await vectors.count(space.model)) === 0) return false
  const [any] = await vectors.search(space, new Float32Array(space.dimensions).fill(1, 0, 1), 1)
  return any === undefined
}
