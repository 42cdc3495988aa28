import type { Paper, PaperId } from './paper.ts'

/** `<paper id>#<number>`: sentence 3 of a paper is `…#3`, counted from 1. */
export type SentenceId = string

/** One sentence of an abstract, exactly as it stands there: `abstract.slice(start, end) === text`. */
export type Sentence = {
  id: SentenceId
  paper: PaperId
  number: number
  text: string
  start: number
  end: number
}

/** The sentences of a paper's abstract, in order; none when there is no abstract. */
export function sentencesOf(paper: Paper): readonly Sentence[] {
  throw new Error(`not written yet: ${paper.id}`)
}
