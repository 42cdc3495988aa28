import type { PaperId } from '../../../src/papers/paper.ts'
import type { Meaning } from '../../../src/retrieval/meaning.ts'
import { createSearch } from '../../../src/retrieval/search.ts'
import { weights as shipped, type Weights } from '../../../src/retrieval/weights.ts'
import type { Store } from '../../../src/store/store.ts'
import { normalizedGain } from '../collection/ranking-measures.ts'
import { mean } from '../statistics.ts'
import type { Field } from './leave-one-out.ts'

export type PaperWeights = Weights['paper']

/** A question and the papers that answer it. */
export type Wanted = { text: string; grades: ReadonlyMap<PaperId, number> }

/** What each signal says of a paper that was found. */
type Signals = { id: PaperId } & PaperWeights

const depth = 100

/** Every mixture of the whole and the best sentence with every weight of the words; only their ratio matters. */
export const paperCandidates: readonly PaperWeights[] = [0.5, 0.25, 0.75, 0, 1].flatMap((whole) =>
  [0.25, 0, 0.5, 0.75, 1, 1.5, 2, 3].map((words) => ({ whole, sentence: 1 - whole, words })),
)

/** How well papers are ranked (nDCG@10), over the signals of each question, which are taken once. */
export async function paperField(
  name: string,
  { store, meaning }: { store: Store; meaning: Meaning },
  wanted: readonly Wanted[],
): Promise<Field<PaperWeights>> {
  const searchBy = (paper: PaperWeights) => createSearch({ store, meaning, weights: { ...shipped, paper } })
  const byWhole = searchBy({ whole: 1, sentence: 0, words: 1 })
  const bySentence = searchBy({ whole: 0, sentence: 1, words: 1 })
  const asked: { grades: Wanted['grades']; signals: readonly Signals[] }[] = []
  for (const { text, grades } of wanted) {
    const [whole, sentence] = [
      await byWhole(text, { limit: depth }),
      await bySentence(text, { limit: depth }),
    ]
    const sentences = new Map(sentence.papers.map(({ paper, fit }) => [paper.id, fit.meaning ?? 0]))
    const signals = whole.papers.flatMap(({ paper: { id }, fit }): readonly Signals[] => {
      const best = sentences.get(id)
      return best === undefined ? [] : [{ id, whole: fit.meaning ?? 0, sentence: best, words: fit.words }]
    })
    asked.push({ grades, signals })
  }
  return {
    name,
    score: (weights) => mean(asked.map(({ grades, signals }) => gain(signals, grades, weights))) ?? 0,
  }
}

function gain(signals: readonly Signals[], grades: Wanted['grades'], weights: PaperWeights): number {
  const score = ({ whole, sentence, words }: Signals) =>
    weights.whole * whole + weights.sentence * sentence + weights.words * words ** 2
  const ranked = signals.toSorted((one, other) => score(other) - score(one)).map(({ id }) => id)
  return normalizedGain(ranked, grades, 10)
}
