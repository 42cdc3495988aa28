import type { Paper } from '../papers/paper.ts'
import type { Sentence, SentenceId } from '../papers/sentences.ts'

/** The papers and sentences an answer may stand on. */
export type Evidence = {
  papers: readonly Paper[]
  sentences: ReadonlyMap<SentenceId, Sentence>
}
