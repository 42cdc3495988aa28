import type { SearchResult } from '../../retrieval/search.ts'
import type { Claim } from '../types.ts'
import { lacksNumber } from './counted.ts'
import { wantedBy } from './question.ts'
import { pickSentences, scoreSentences } from './select-sentences.ts'
import { quantityIn } from './sentence-signs.ts'
import { reasonForSilence } from './silence.ts'
import { chooseSubjects } from './subjects.ts'

export type ExtractionOptions = {
  length?: 'short' | 'usual' | 'long' | undefined
  /** Whether the papers are those that the words of a conversation point at, and not only what fits best. */
  carried?: boolean
}

export type Extraction = { kind: 'found'; claims: readonly Claim[] } | { kind: 'silent'; why: string }

/** The most sentences an answer quotes: of its one paper, of each of several, of each in a list, and in all. */
const most = {
  short: { one: 1, several: 1, list: 1, all: 3 },
  usual: { one: 4, several: 2, list: 1, all: 8 },
  long: { one: 8, several: 3, list: 2, all: 12 },
}
/** A further sentence must be worth this share of the best one. */
const worthQuoting = { short: 0.25, usual: 0.25, long: 0.05 }

/**
 * Answers from the abstracts' own sentences, without a model: the papers the question is about, the sentences in them
 * that speak of what was asked, and silence when they do not.
 */
export function extractAnswer(
  question: string,
  found: SearchResult,
  { length = 'usual', carried = false }: ExtractionOptions = {},
): Extraction {
  if (!found.relevant) return { kind: 'silent', why: 'No abstract speaks of this.' }
  const wanted = wantedBy(question)
  const subjects = chooseSubjects(question, found, wanted)
  const why = reasonForSilence(question, found.query, subjects, wanted, carried)
  if (why !== undefined) return { kind: 'silent', why }
  const { one, several, list, all } = most[length]
  const each = subjects.length === 1 ? one : wanted.list ? list : several
  const scored = subjects.map(({ paper }) => scoreSentences(paper, found.query, wanted))
  const limits = { limit: each, share: worthQuoting[length] }
  const picked = scored.flatMap((sentences) => pickSentences(sentences, found.query, limits)).slice(0, all)
  if (lacksNumber(question, found.query, scored.flat(), picked, carried)) {
    return { kind: 'silent', why: 'The abstracts that fit give no such number.' }
  }
  if (carried && wanted.number && !picked.some(({ sentence }) => quantityIn(sentence.text) > 0)) {
    return { kind: 'silent', why: 'The abstracts that fit give no such number.' }
  }
  if (picked.length === 0) return { kind: 'silent', why: 'No abstract speaks of this.' }
  return { kind: 'found', claims: picked.map(({ sentence }) => ({ text: sentence.text, cites: [sentence] })) }
}
