import type { Paper } from '../papers/paper.ts'
import type { ShowingHistory } from '../store/shown.ts'

/** What brought a paper into a post. */
export type Grounds = {
  /** Words of the topic that it mentions. */
  words: readonly string[]
  /** The author of it who is followed. */
  followed?: string | undefined
  /** It would not be there but for what was liked. */
  isLiked: boolean
  /** Set when it was shown here before and has come back. */
  before?: ShowingHistory | undefined
}

/** Words of the topic that are named. */
const mostWords = 4

/** Why a paper is in a post, in a short line of what really brought it there. */
export function reasonFor(
  { upvotes = 0, code }: Pick<Paper, 'upvotes' | 'code'>,
  { words, followed, isLiked, before }: Grounds,
): string {
  if (before) {
    const more = upvotes - before.votes
    return `back: ${more.toLocaleString('en')} more votes since it was here, now ${upvotes.toLocaleString('en')}`
  }
  const parts = [
    ...(followed === undefined ? [] : [`because you follow ${followed}`]),
    ...(words.length === 0 ? [] : [`mentions ${words.slice(0, mostWords).join(', ')}`]),
    ...(isLiked ? ['like papers you liked'] : []),
    ...(upvotes === 0 ? [] : [`${upvotes.toLocaleString('en')} ${upvotes === 1 ? 'vote' : 'votes'}`]),
    ...(code === undefined ? [] : ['with code']),
  ]
  return parts.length === 0 ? 'new' : parts.join(' · ')
}

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** Why a paper is in a post that answers questions. */
export const answersInWords = (questions: readonly string[]): string =>
  `it answers what you watch: ${list.format(questions.map((one) => `“${one}”`))}`
