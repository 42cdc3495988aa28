import type { Sentence } from '../../papers/sentences.ts'
import { isStopWord, wordsOf } from '../../papers/words.ts'
import type { RankedSentence } from '../../retrieval/rank-sentences.ts'
import type { Says } from '../comparison/matters.ts'
import type { Nearest } from '../kind.ts'

/** What a question asks of a paper as a whole, where it asks for nothing in particular: what it is, or why it was made. */
type Asked = 'gist' | 'problem'

/** By so much, as a difference of cosines, a question is like those for the problem: the words of few are its own. */
const clearly = 0.15

/**
 * What a question asks of a paper as a whole: it is like questions that do, more than like any others and any sentence.
 *
 * @param asked the question without the names of papers
 * @param said how near the sentences of the paper are to it, as cosines
 */
export function askedOfWhole(
  asked: string,
  nearest: Nearest | undefined,
  said: readonly number[],
): Asked | undefined {
  if (wordsOf(asked).every(isStopWord)) return 'gist'
  if (!nearest) return undefined
  const { gist, problem, stated, detail, content } = nearest
  const others = Math.max(stated, detail, content, ...said)
  if (gist > Math.max(problem, others)) return 'gist'
  return problem > Math.max(gist, others) + clearly ? 'problem' : undefined
}

/**
 * The sentences of a paper that tell what is asked of it as a whole, the first ones first: of its problem only those, and
 * what it does about it.
 */
export function tellingOf(
  asked: Asked,
  { approach, problem, code }: Says,
  sentences: readonly RankedSentence[],
): readonly RankedSentence[] {
  const ranked = (told: readonly Sentence[]) =>
    told.flatMap(({ id }) => sentences.find(({ sentence }) => sentence.id === id) ?? [])
  if (asked === 'problem') return ranked([...problem, ...approach])
  const first = ranked(approach)
  const left = new Set([...first, ...ranked(code)])
  return [...first, ...sentences.filter((sentence) => !left.has(sentence))]
}
