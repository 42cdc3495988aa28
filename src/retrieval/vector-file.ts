import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Paper, PaperId } from '../papers/paper.ts'
import { sentencesOf } from '../papers/sentences.ts'
import { fromBytes, int8, toBytes } from '../store/vector-bytes.ts'
import type { PaperVectors } from '../store/vectors.ts'
import { textOf } from './index-papers.ts'

/** One line of JSON; then, without anything between them, the vectors: a paper's own, then those of its passages. */
const Head = z.strictObject({
  /** The embedder's `model`. */
  model: z.string(),
  dimensions: z.int().min(1).max(10_000),
  papers: z.array(z.strictObject({ id: z.string(), text: z.string(), vectors: z.int().min(1).max(10_000) })),
})

/** Papers and their vectors as bytes, int8. */
export function toVectorFile(
  model: string,
  papers: readonly { paper: Paper; vectors: PaperVectors }[],
): Uint8Array {
  const rows = papers.map(({ paper, vectors }) => ({
    paper,
    all: [vectors.paper, ...(vectors.passages ?? [])],
  }))
  const head: z.infer<typeof Head> = {
    model,
    dimensions: rows[0]?.all[0]?.length ?? 1,
    papers: rows.map(({ paper, all }) => ({ id: paper.id, text: fingerprint(paper), vectors: all.length })),
  }
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...rows.map(({ all }) => toBytes(all))])
}

/**
 * The vectors in a file that are those of this model, and of papers whose text is still the same.
 *
 * @throws Error when the file is cut short or is something else
 */
export function fromVectorFile(
  bytes: Uint8Array,
  { model, papers }: { model: string; papers: readonly Paper[] },
): ReadonlyMap<PaperId, PaperVectors> {
  const end = bytes.indexOf(10)
  const head = Head.parse(JSON.parse(Buffer.from(bytes.subarray(0, Math.max(0, end))).toString('utf8')))
  const count = head.papers.reduce((sum, { vectors }) => sum + vectors, 0)
  if (bytes.length !== end + 1 + count * head.dimensions) throw new Error('The file of vectors is cut short.')
  const found = new Map<PaperId, PaperVectors>()
  if (head.model !== model) return found
  const texts = new Map(papers.map((paper) => [paper.id, fingerprint(paper)]))
  let at = end + 1
  for (const { id, text, vectors } of head.papers) {
    const from = at
    at += vectors * head.dimensions
    if (texts.get(id) !== text) continue
    const [paper, ...passages] = Array.from({ length: vectors }, (_, index) => {
      const start = from + index * head.dimensions
      return fromBytes(bytes.subarray(start, start + head.dimensions), int8)
    })
    if (paper) found.set(id, { paper, passages })
  }
  return found
}

/** Changes with every text that has a vector, also when the borders of sentences move. */
function fingerprint(paper: Paper): string {
  const texts = [textOf(paper), ...sentencesOf(paper).map(({ text }) => text)]
  return createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 16)
}
