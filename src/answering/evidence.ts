import type { Paper } from '../papers/paper.ts'
import { type Sentence, type SentenceId, sentencesOf } from '../papers/sentences.ts'

/** The papers and sentences an answer may stand on. */
export type Evidence = {
  papers: readonly Paper[]
  sentences: ReadonlyMap<SentenceId, Sentence>
}

/** The most papers a model reads for one answer. */
const maximumPapers = 8
/** Characters of abstracts, about 6,000 tokens: half of what one question may cost. */
const maximumCharacters = 21_000

/** The best papers' sentences, as many whole papers as fit; papers without an abstract have nothing to say. */
export function gatherEvidence(papers: readonly Paper[]): Evidence {
  const chosen: Paper[] = []
  let characters = 0
  for (const paper of papers) {
    characters += paper.title.length + paper.abstract.length
    if (chosen.length === maximumPapers || (chosen.length > 0 && characters > maximumCharacters)) break
    if (paper.abstract !== '') chosen.push(paper)
  }
  const sentences = chosen.flatMap((paper) =>
    sentencesOf(paper).map((sentence) => [sentence.id, sentence] as const),
  )
  return { papers: chosen, sentences: new Map(sentences) }
}
