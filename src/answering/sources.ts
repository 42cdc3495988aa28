import type { Paper } from '../papers/paper.ts'
import type { Sentence } from '../papers/sentences.ts'
import type { Answer } from './types.ts'

/** A paper that an answer cites, and its sentences that carry the answer. */
export type CitedSource = {
  /** From 1, in the order in which the answer first cites its papers. */
  number: number
  paper: Paper
  /** Each cited sentence once, in the order of the claims. */
  sentences: readonly Sentence[]
}

/** The sources of an answer, one per paper, in order of first citation. */
export function sourcesOf(answer: Extract<Answer, { kind: 'answered' | 'hedged' }>): readonly CitedSource[] {
  const claims = answer.kind === 'answered' ? answer.claims : answer.closest
  const cited = Map.groupBy(
    claims.flatMap(({ cites }) => cites),
    (sentence) => sentence.paper,
  )
  return [...cited]
    .flatMap(([id, sentences]) => {
      const paper = answer.evidence.papers.find((candidate) => candidate.id === id)
      return paper ? [{ paper, sentences: distinct(sentences) }] : []
    })
    .map((source, index) => ({ number: index + 1, ...source }))
}

function distinct(sentences: readonly Sentence[]): readonly Sentence[] {
  return [...new Map(sentences.map((sentence) => [sentence.id, sentence])).values()]
}
