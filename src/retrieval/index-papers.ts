import type { Log } from '../lib/log.ts'
import type { Paper } from '../papers/paper.ts'
import { sentencesOf } from '../papers/sentences.ts'
import type { PaperVectors, Store } from '../store/store.ts'
import type { Embedder } from './embedder.ts'

/** Papers embedded and stored at a time, where the embedder does not say: few requests to a server. */
const usualBatch = 256
/** Papers that are looked for at once: finding those without vectors takes long when few of many are. */
const lookedFor = 1_000

type Parts = { store: Store; embedder: Embedder; signal: AbortSignal; log?: Log }

/** The text that stands for a paper as a whole. */
export const textOf = ({ title, abstract }: Pick<Paper, 'title' | 'abstract'>): string =>
  `${title}\n\n${abstract}`

/**
 * The vectors of papers, and of their sentences where the embedder does those, all asked for at once; undefined for a
 * paper that the model does not take.
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
    ...(embedder.sentences ? sentencesOf(paper).map(({ text }) => text) : []),
  ])
  const vectors = await embedder.embed(texts.flat(), 'passage', signal)
  let from = 0
  return texts.map((own) => {
    const [paper, ...sentences] = vectors.slice(from, from + own.length)
    from += own.length
    if (!paper) return undefined
    const zeros = new Float32Array(paper.length)
    return embedder.sentences ? { paper, sentences: sentences.map((vector) => vector ?? zeros) } : { paper }
  })
}

/**
 * Embeds every paper that has no current vectors of the embedder's model, newest first. Resumable: each batch is stored
 * before the next one is asked for, and a batch under way when the signal comes is still finished. A paper that the
 * model does not take, or that changes meanwhile, is left out until the next time. When the model gives vectors of
 * another length than it used to, all are made anew.
 *
 * @returns how many papers were embedded
 * @throws PaperboyError when the model fails
 */
export async function indexPapers({ store, embedder, signal, log }: Parts): Promise<number> {
  const { model, batch = usualBatch } = embedder
  const tried = new Set<string>()
  let done = 0
  for (;;) {
    // Those that were left out are still missing, and come first again.
    const missing = await store.vectors.missing(model, lookedFor + tried.size - done)
    const next = missing.filter((id) => !tried.has(id))
    if (next.length === 0) return done
    for (let start = 0; start < next.length; start += batch) {
      if (signal.aborted) return done
      const ids = next.slice(start, start + batch)
      for (const id of ids) tried.add(id)
      done += await indexBatch(await store.papers.get(ids), { store, embedder, ...(log && { log }) })
    }
  }
}

/** Returns how many were stored. */
async function indexBatch(
  papers: readonly Paper[],
  { store, embedder, log }: Omit<Parts, 'signal'>,
): Promise<number> {
  const { model } = embedder
  const vectors = await embedPapers(embedder, papers)
  const embedded = papers.flatMap((of, index) => {
    const own = vectors[index]
    return own ? [{ of, ...own }] : []
  })
  const dimensions = embedded[0]?.paper.length
  if (dimensions === undefined) return 0
  const before = await store.vectors.count(model)
  const stored = await store.vectors.put({ model, dimensions }, embedded)
  if (before > 0 && (await store.vectors.count(model)) <= stored)
    log?.warn(
      { model, dimensions },
      'The model gives vectors of another length than before: those of all papers are made anew.',
    )
  return stored
}
