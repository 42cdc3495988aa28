import type { Claim } from '../types.ts'
import { quotedClaim } from './relations.ts'
import { nearDuplicate, overlap, type TopicSentence } from './topic-sentences.ts'

/** How papers say that something is not known or not done yet, the surest way first. */
const signs: readonly RegExp[] = [
  /\b(?:future (?:work|research|directions?|studies)|open (?:questions?|problems?|challenges?|issues?)|further (?:research|work|investigation)|(?:our|current|its|their) limitations?)\b/i,
  /\bremain(?:s|ed)?\b.{0,30}\b(?:unclear|unknown|open|unexplored|underexplored|under-explored|unresolved|unsolved|elusive|challeng\w+|difficult|limited|poorly)\b/i,
  /\b(?:unexplored|under-?explored|under-?studied|unresolved|poorly understood|not (?:yet )?(?:been )?(?:well |fully )?(?:understood|studied|explored)|little (?:is known|attention)|yet to be|is unclear|largely unknown)\b/i,
]
const mostOpen = 3

/** What papers leave open, in their own sentences; at most three, one a paper. */
export function openQuestions(sentences: readonly TopicSentence[]): readonly Claim[] {
  const found = signs.flatMap((sign) => sentences.filter(({ sentence }) => sign.test(sentence.text)))
  const chosen: TopicSentence[] = []
  for (const candidate of found) {
    if (chosen.length === mostOpen) break
    const known = chosen.some(
      ({ sentence, stems }) =>
        sentence.paper === candidate.sentence.paper || overlap(stems, candidate.stems) >= nearDuplicate,
    )
    if (!known) chosen.push(candidate)
  }
  return chosen.map(quotedClaim)
}
