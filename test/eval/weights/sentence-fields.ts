import { withoutNames } from '../../../src/answering/extractive/naming.ts'
import { wantedBy } from '../../../src/language/wanted.ts'
import type { Paper } from '../../../src/papers/paper.ts'
import type { Meaning } from '../../../src/retrieval/meaning.ts'
import { rankSentences, type SentenceQuestion } from '../../../src/retrieval/rank-sentences.ts'
import { createSearch } from '../../../src/retrieval/search.ts'
import { weights as shipped, type Weights } from '../../../src/retrieval/weights.ts'
import type { Store } from '../../../src/store/store.ts'
import type { PaperVectors } from '../../../src/store/vectors.ts'
import { foldForMatching } from '../matching.ts'
import type { Question } from '../questions.ts'
import { scoreShown } from '../score.ts'
import { mean } from '../statistics.ts'
import type { Field } from './leave-one-out.ts'

export type SentenceWeights = Pick<Weights['sentence'], 'words' | 'place'> & Pick<Weights, 'titleTakenOut'>

/** Beside the cosine, which counts 1. */
export const sentenceCandidates: readonly SentenceWeights[] = [0.5, 0.25, 0.75, 0, 1].flatMap(
  (titleTakenOut) =>
    [0.25, 0, 0.5, 0.75, 1, 1.5].flatMap((words) =>
      [0, 0.05, 0.1, 0.15, 0.2, 0.3].map((place) => ({ titleTakenOut, words, place })),
    ),
)

/** As many sentences as a short answer has. */
const shown = 4

/**
 * How often the first four sentences of the right paper hold everything asked for, of the questions that one paper
 * answers.
 */
export async function sentenceField(
  name: string,
  { store, meaning }: { store: Store; meaning: Meaning },
  questions: readonly Question[],
  papers: readonly Paper[],
): Promise<Field<SentenceWeights>> {
  const search = createSearch({ store, meaning })
  const titled = new Map(papers.map((paper) => [foldForMatching(paper.title), paper]))
  const asked: { row: Question; paper: Paper; about: SentenceQuestion; vectors: PaperVectors | undefined }[] =
    []
  for (const row of questions) {
    const [title, ...others] = row.papers
    const paper = titled.get(foldForMatching(title ?? ''))
    if (!row.answerable || others.length > 0 || !paper || row.count !== undefined) continue
    const { query, searched } = await search(row.question)
    const vector = await meaning.of(withoutNames(row.question, query, [paper], searched))
    asked.push({
      ...{ row, paper },
      about: { query, ...(vector && { vector }), asksQuantity: wantedBy(row.question).quantity },
      vectors: (await meaning.papers([paper.id])).get(paper.id),
    })
  }
  return {
    name,
    score({ titleTakenOut, ...sentence }) {
      const weights = { ...shipped, titleTakenOut, sentence: { ...shipped.sentence, ...sentence } }
      const scores = asked.map(({ row, paper, about, vectors }) => {
        const best = rankSentences(paper, about, vectors, weights).slice(0, shown)
        const sentences = best.map(({ sentence: { text } }) => ({ text, title: paper.title }))
        return scoreShown(row, { kind: 'answered', sentences, papers: [paper.title] }).right
      })
      return mean(scores) ?? 0
    },
  }
}
