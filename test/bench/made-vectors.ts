import { readShippedPapers, readShippedVectors } from '../../src/operator/shipped-papers.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import type { Store } from '../../src/store/store.ts'
import { model } from '../fixtures/weights.ts'

/** Papers whose vectors are stored at a time. */
const batch = 500

/**
 * Stores vectors for papers that are made of sentences of the shipped ones (`multiplyPapers`): of each sentence its own,
 * as the model gives it, and of title and paper the mean of these, which is where the model puts them, roughly.
 */
export async function makeVectors(papers: readonly Paper[], { store }: { store: Store }): Promise<void> {
  const shipped = await readShippedPapers()
  const vectors = await readShippedVectors(model.id, shipped)
  const known = new Map(
    shipped.flatMap((paper) =>
      sentencesOf(paper).flatMap(({ text }, index) => {
        const vector = vectors.get(paper.id)?.passages?.[index + 1]
        return vector ? [[text, vector] as const] : []
      }),
    ),
  )
  const [any] = known.values()
  if (!any) throw new Error('The shipped papers have no vectors.')
  for (let start = 0; start < papers.length; start += batch) {
    const rows = papers.slice(start, start + batch).map((of) => {
      const sentences = sentencesOf(of).map(({ text }) => known.get(text) ?? any)
      const mean = unit(sentences, any.length)
      return { of, paper: mean, passages: [mean, ...sentences] }
    })
    await store.vectors.put({ model: model.id, dimensions: any.length }, rows)
  }
}

function unit(vectors: readonly Float32Array[], dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions)
  for (const vector of vectors)
    for (let index = 0; index < dimensions; index++) sum[index] = (sum[index] ?? 0) + (vector[index] ?? 0)
  const length = Math.hypot(...sum) || 1
  return sum.map((value) => value / length)
}
