import type { Wanted } from '../../language/wanted.ts'
import { namesIn } from '../../papers/names.ts'
import type { Paper } from '../../papers/paper.ts'
import { foldText } from '../../papers/words.ts'
import { quantityIn, type RankedSentence } from '../../retrieval/rank-sentences.ts'
import type { FoundPaper } from '../../retrieval/search.ts'
import type { Nearest } from '../kind.ts'

/** What a question was answered with, as far as it tells whether the abstract answers it. */
export type Answered = {
  question: string
  wanted: Wanted
  subject: FoundPaper
  /** The sentences that are shown. */
  picked: readonly RankedSentence[]
  /** How near the question is to examples of what abstracts usually say and hardly ever say, as cosines. */
  nearest: Pick<Nearest, 'stated' | 'detail'>
}

/** Fitted on three sets of questions that can and cannot be answered, each in turn left out. */
const weigh = { paper: 0.5, missingName: 0.15, missingQuantity: 0.3 }

/**
 * How doubtful it is that an abstract answers a question: it resembles what abstracts hardly ever say more than what
 * they usually say, and more than the best sentence and the paper; it has a name that the abstract lacks, or asks for a
 * quantity and none is given. Only comparable within one model; undefined where nothing is known of meaning.
 */
export function doubtOf({ question, wanted, subject, picked, nearest }: Answered): number | undefined {
  const { meaning } = subject.fit
  const best = Math.max(...picked.map((sentence) => sentence.meaning ?? Number.NEGATIVE_INFINITY))
  if (meaning === undefined || !Number.isFinite(best)) return undefined
  const lacksQuantity = wanted.quantity && !picked.some(({ sentence }) => quantityIn(sentence.text) > 0)
  return (
    nearest.detail -
    Math.max(best, nearest.stated) -
    weigh.paper * meaning +
    (lacksName(question, subject.paper) ? weigh.missingName : 0) +
    (lacksQuantity ? weigh.missingQuantity : 0)
  )
}

function lacksName(question: string, { title, abstract }: Paper): boolean {
  const text = foldText(`${title} ${abstract}`)
  return namesIn(question).some(({ name }) => !text.includes(foldText(name)))
}
