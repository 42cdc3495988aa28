import type { Paper } from '../papers/paper.ts'
import { type Sentence, type SentenceId, sentencesOf } from '../papers/sentences.ts'
import { hostileFault } from './checks/claim-text.ts'

/** The papers and sentences an answer may stand on. */
export type Evidence = {
  papers: readonly Paper[]
  sentences: ReadonlyMap<SentenceId, Sentence>
}

/** The most papers a model reads for one answer. */
const maximumPapers = 8
/** Characters of abstracts, about 6,000 tokens: half of what one question may cost. */
const maximumCharacters = 21_000

/**
 * The best papers' sentences, as many whole papers as fit; papers without an abstract have nothing to say. An abstract
 * that gives orders to a machine counts only as far as the orders begin: what follows may be what they want said.
 */
export function gatherEvidence(papers: readonly Paper[]): Evidence {
  const chosen: Paper[] = []
  let characters = 0
  for (const paper of papers) {
    characters += paper.title.length + paper.abstract.length
    if (chosen.length === maximumPapers || (chosen.length > 0 && characters > maximumCharacters)) break
    if (paper.abstract !== '') chosen.push(paper)
  }
  const sentences = chosen.flatMap((paper) =>
    trustedSentences(paper).map((sentence) => [sentence.id, sentence] as const),
  )
  return { papers: chosen, sentences: new Map(sentences) }
}

const quotedWords = /["“”'‘’`][^"“”'‘’`]*["“”'‘’`]/g

/** The sentences of a paper as far as it gives no orders to a machine. */
export function trustedSentences(paper: Paper): readonly Sentence[] {
  const sentences = sentencesOf(paper)
  // Words in quotation marks are spoken of, not meant: papers about such attacks quote them.
  const orders = sentences.findIndex(({ text }) => hostileFault(text.replace(quotedWords, '')) !== undefined)
  const trusted = orders === -1 ? sentences : sentences.slice(0, orders)
  return trusted.filter(({ text }) => hostileFault(text) === undefined)
}
