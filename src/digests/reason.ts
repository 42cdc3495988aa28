import type { Paper } from '../papers/paper.ts'
import type { Shown } from '../store/shown.ts'

/** Words of the topic that are named. */
const mostWords = 4

/**
 * Why a paper is in a post, in a short line of what really brought it there.
 *
 * @param words of the topic that it speaks of
 * @param before set when it was shown here before and has come back
 */
export function reasonFor(
  { upvotes = 0, code }: Pick<Paper, 'upvotes' | 'code'>,
  words: readonly string[],
  before: Shown | undefined,
): string {
  if (before) {
    const more = upvotes - before.votes
    return `back: ${more.toLocaleString('en')} more votes since it was here, now ${upvotes.toLocaleString('en')}`
  }
  const parts = [
    ...(words.length === 0 ? [] : [`speaks of ${words.slice(0, mostWords).join(', ')}`]),
    ...(upvotes === 0 ? [] : [`${upvotes.toLocaleString('en')} ${upvotes === 1 ? 'vote' : 'votes'}`]),
    ...(code === undefined ? [] : ['with code']),
  ]
  return parts.length === 0 ? 'new' : parts.join(' · ')
}
