import type { Reply } from '../replies/reply.ts'
import type { Declared } from './describe.ts'

/** Who sees an answer where others read. */
export type Audience = Declared['audience']

/** A button that somebody pressed. */
export type Pressed = {
  by: string
  /** Who asked for its page; left out where nobody did, as for a daily post, and where that is not known. */
  askedBy?: string | undefined
  /** Only one person sees its page. */
  isPrivate: boolean
}

/**
 * Who sees what comes of a button: a page stays with the person who asked for it. Below one that somebody else asked for, or
 * nobody, it is shown to the one who presses alone, and so is whatever was private before; neither is part of the
 * conversation that others have there.
 */
export function audienceOfPress(
  { audience }: Pick<Declared, 'audience'>,
  { by, askedBy, isPrivate }: Pressed,
): Audience {
  return isPrivate || askedBy !== by ? 'asker' : audience
}

/** Who sees a page, by who was to see the answer to its line and by what the page says of itself. */
export function audienceOfPage(wanted: Audience, page: Pick<Reply, 'audience'>): Audience {
  return wanted === 'asker' ? wanted : (page.audience ?? wanted)
}

/** Whether others may be shown a page that one person sees alone: an answer may, what is said to that person is not. */
export function mayBeShared({ tone = 'answer', audience }: Pick<Reply, 'tone' | 'audience'>): boolean {
  return tone === 'answer' && audience !== 'asker'
}
