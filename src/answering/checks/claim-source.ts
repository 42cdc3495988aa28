import type { Paper } from '../../papers/paper.ts'
import type { Sentence } from '../../papers/sentences.ts'

/** What a claim may stand on. */
export type ClaimSource = {
  /** The cited sentences, each once. */
  sentences: readonly Sentence[]
  /** The papers of the cited sentences, each once. */
  papers: readonly Paper[]
  /** Further papers of the evidence: a claim about one of them has to cite it. */
  others: readonly Paper[]
}

/** The cited sentences, then the titles of their papers: all the text that may support a claim. */
export function sourceTexts(source: ClaimSource): readonly string[] {
  return [...source.sentences.map(({ text }) => text), ...source.papers.map(({ title }) => title)]
}
