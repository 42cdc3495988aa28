import type { Paper } from '../papers/paper.ts'
import type { Shown } from '../store/deliveries.ts'
import type { Merits } from './rank-papers.ts'

/** From this share on a paper is said to be about the topic, below it to touch on it. */
const wellCovered = 0.6

/**
 * Why a paper is in a post, in a short line of what really brought it there.
 *
 * @param before set when it was shown here before and has come back
 */
export function reasonFor(
  { upvotes = 0, code }: Paper,
  { relevance }: Merits,
  before: Shown | undefined,
): string {
  const votes = upvotes === 0 ? [] : [`${upvotes.toLocaleString('en')} ${upvotes === 1 ? 'vote' : 'votes'}`]
  if (before) {
    const more = upvotes - before.votes
    return `back: ${more.toLocaleString('en')} more votes since it was here, now ${upvotes.toLocaleString('en')}`
  }
  const topic =
    relevance === 0 ? [] : [relevance >= wellCovered ? 'about your topic' : 'touches on your topic']
  const parts = [...topic, ...votes, ...(code === undefined ? [] : ['with code'])]
  return parts.length === 0 ? 'new' : parts.join(' · ')
}
