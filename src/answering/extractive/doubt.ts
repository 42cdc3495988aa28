import { namesIn } from '../../papers/names.ts'
import { foldText } from '../../papers/words.ts'
import type { Wanted } from '../../language/wanted.ts'
import type { Meaning } from '../../retrieval/meaning.ts'
import { quantityIn, type RankedSentence } from '../../retrieval/rank-sentences.ts'
import type { RankedPaper, SearchResult } from '../../retrieval/search.ts'
import { createExamples } from '../examples.ts'

type Asked = {
  /** The question without the names of papers. */
  asked: string
  wanted: Wanted
  found: SearchResult
  subject: RankedPaper
  /** Of its abstract, best first. */
  sentences: readonly RankedSentence[]
}
