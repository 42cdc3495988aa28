import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Paper, PaperId } from '../papers/paper.ts'
import { sentencesOf } from '../papers/sentences.ts'
import { type PaperVectors, textOf } from './index-papers.ts'
import { toInt8 } from './int8.ts'

/** What a paper means, each vector as `toInt8` makes it. */
export type Int8PaperVectors = { paper: Int8Array; sentences: readonly Int8Array[] }

/** One line of JSON; then, without anything between them, the vectors: a paper's own, then those of its sentences. */
const Head = z.strictObject({
  /** The embedder's `model`. */
  model: z.string(),
  dimensions: z.int().min(1).max(10_000),
  papers: z.array(z.strictObject({ id: z.string(), text: z.string(), vectors: z.int().min(1).max(10_000) })),
})

/** Papers and their vectors as bytes. A paper of which the model did not take every sentence is left out. */
export function toVectorFile(
  model: string,
  papers: readonly { paper: Paper; vectors: PaperVectors }[],
): Uint8Array {
  const rows = papers.flatMap(({ paper, vectors }) => {
    const all = [vectors.paper, ...vectors.sentences].filter((vector) => vector !== undefined)
    return all.length === 1 + vectors.sentences.length ? [{ paper, all }] : []
  })
  const head: z.infer<typeof Head> = {
    model,
    dimensions: rows[0]?.all[0]?.length ?? 1,
    papers: rows.map(({ paper, all }) => ({ id: paper.id, text: fingerprint(paper), vectors: all.length })),
  }
  const vectors = rows.flatMap(({ all }) => all.map((vector) => Buffer.from(toInt8(vector).buffer)))
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...vectors])
}

/**
 * The vectors in a file that are those of this model, and of papers whose text is still the same.
 *
 * @throws Error when the file is cut short or is something else
 */
export function fromVectorFile(
  bytes: Uint8Array,
  { model, papers }: { model: string; papers: readonly Paper[] },
): ReadonlyMap<PaperId, Int8PaperVectors> {
  const end = bytes.indexOf(10)
  const head = Head.parse(JSON.parse(Buffer.from(bytes.subarray(0, Math.max(0, end))).toString('utf8')))
  const count = head.papers.reduce((sum, { vectors }) => sum + vectors, 0)
  if (bytes.length !== end + 1 + count * head.dimensions) throw new Error('The file of vectors is cut short.')
  const found = new Map<PaperId, Int8PaperVectors>()
  if (head.model !== model) return found
  const texts = new Map(papers.map((paper) => [paper.id, fingerprint(paper)]))
  let at = end + 1
  for (const { id, text, vectors } of head.papers) {
    const all = Array.from({ length: vectors }, (_, index) =>
      Int8Array.from(
        new Int8Array(bytes.buffer, bytes.byteOffset + at + index * head.dimensions, head.dimensions),
      ),
    )
    at += vectors * head.dimensions
    const [paper, ...sentences] = all
    if (paper && texts.get(id) === text) found.set(id, { paper, sentences })
  }
  return found
}

/** Changes with every text that has a vector, also when the borders of sentences move. */
function fingerprint(paper: Paper): string {
  const texts = [textOf(paper), ...sentencesOf(paper).map(({ text }) => text)]
  return createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 16)
}
