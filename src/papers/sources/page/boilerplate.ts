import { arxivIdIn } from '../../ids.ts'
import { type PageDay, pageDay } from './calendar.ts'

/** A line of the page that belongs to no title and no abstract. */
export type Boilerplate =
  /** Head of the page: "Daily Papers", "Subscribe". A title may look like it. */
  | { kind: 'head' }
  /** A lone number: votes before a title, comments after an abstract, or a title such as "1984". */
  | { kind: 'count'; value: number }
  /** "-": no votes. */
  | { kind: 'no-votes' }
  | { kind: 'day'; day: PageDay }
  /** "·", alone or before the rest of a trailer. */
  | { kind: 'dot' }
  | { kind: 'upvotes'; value?: number }
  | { kind: 'submitter'; named: boolean }
  | { kind: 'arxiv'; id: string }
  /** Anything else that follows a paper: "4 authors", "GitHub 3.29k", "arXiv Page". */
  | { kind: 'trailer' }

/** Longer lines are never boilerplate, whatever they say. */
const maximumLength = 120

const head =
  /^(?:new|get (?:trending|daily) papers in your (?:email )?inbox(?: once a day)?!?|subscribe|(?:(?:daily|weekly|monthly|trending|hot|top) )?papers(?: by ?.{1,40})?|(?:by ?)?ak(?: and the research community)?|by|and the research community|(?:daily ?)?(?:weekly ?)?(?:monthly)?|trending|today|yesterday|previous|next|search|log in|sign up|models|datasets|spaces|docs|enterprise|pricing|community|hugging face|company|tos|privacy|about|careers|jobs|website|system theme)$/i
const count = /^\d{1,3}(?:[,.]?\d{3})*$|^\d+(?:\.\d+)?k$/i
const trailer =
  /^(?:(?:\d+|a|one) authors?|published (?:on )?.{3,20}|github(?: repo)?(?: [\d.,]+k?)?|arxiv(?: page)?|(?:view )?(?:pdf|arxiv page)|project(?: page)?|\d+ (?:comments?|models?|datasets?|spaces?)|paper author|add to collection|<\/?[a-z][^<>]*>)$/i

/** "117" or "3.29k". */
function countOf(text: string): number {
  const thousands = /k$/i.test(text)
  const number = Number(text.replace(/[k,]/gi, ''))
  return thousands ? Math.round(number * 1000) : number
}

/** A line made only of "·" and boilerplate, with at most one other short piece (an organisation): "NVIDIA · Nov 6". */
function isDottedTrailer(text: string): boolean {
  const parts = text.split('·').map((part) => part.trim())
  const [first = '', ...rest] = parts
  const known = (part: string) => part === '' || boilerplateOf(part) !== undefined
  return rest.length > 0 && first.length <= 80 && rest.every(known) && rest.some((part) => part !== '')
}

/** What a cleaned line is when it is not text of a paper; undefined when it may be. */
export function boilerplateOf(text: string): Boilerplate | undefined {
  if (text.length > maximumLength) return undefined
  if (/^[·•]$/.test(text)) return { kind: 'dot' }
  if (/^[-–—]$/.test(text)) return { kind: 'no-votes' }
  if (count.test(text)) return { kind: 'count', value: countOf(text) }
  const day = pageDay(text)
  if (day) return { kind: 'day', day }
  const upvotes = /^upvotes?(?: (\S+))?$/i.exec(text)
  if (upvotes) {
    const [, value] = upvotes
    if (value === undefined) return { kind: 'upvotes' }
    if (value === '-' || count.test(value))
      return { kind: 'upvotes', value: value === '-' ? 0 : countOf(value) }
  }
  const submitter = /^submitted by(?: ([\w.-]+))?$/i.exec(text)
  if (submitter) return { kind: 'submitter', named: submitter[1] !== undefined }
  if (/^(?:arxiv:|https?:\/\/)\S+(?: \[[a-z.-]+\])?$/i.test(text)) {
    const id = arxivIdIn(text)
    return id === undefined ? undefined : { kind: 'arxiv', id }
  }
  if (trailer.test(text)) return { kind: 'trailer' }
  if (head.test(text)) return { kind: 'head' }
  return isDottedTrailer(text) ? { kind: 'trailer' } : undefined
}

/** Whether boilerplate ends a paper: an abstract does not go on behind it. */
export function endsPaper({ kind }: Boilerplate): boolean {
  return kind !== 'head' && kind !== 'count' && kind !== 'no-votes'
}
