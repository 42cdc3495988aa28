import type { Listed } from '../answering/collection/collection.ts'
import { listedReply } from '../answering/collection/view.ts'
import type { Turn } from '../store/store.ts'
import type { Shown } from './command.ts'
import { paperData } from './json-data.ts'

/** A list as a page of the conversation; its turn remembers which list it is, so that "more" goes on with it. */
export function listedPage(listed: Listed): Shown {
  return {
    reply: listedReply(listed),
    papers: listed.papers.map(({ id }) => id),
    question: listingLine(listed),
  }
}

/** The line that opens a page of a list. */
export function listingLine({ line, page }: Pick<Listed, 'line' | 'page'>): string {
  return ['search', line, `page ${page}`].filter((part) => part !== '').join(' ')
}

/** A list for scripts. */
export const listedData = ({ count, of, order, papers, groups, next }: Listed) => ({
  count,
  of,
  order,
  papers: papers.map(paperData),
  ...(groups && {
    groups: groups.map(({ name, count: own, line }) => ({ name, count: own, line: `search ${line}` })),
  }),
  next: next === undefined ? null : `search ${next}`,
})

const listing = /^search(?: (?<line>.*?))??(?: page (?<page>\d{1,4}))?$/s

/**
 * The list that a turn showed, as what `search` is given, and which page of it: 0 when it showed the first few alone.
 * Undefined when it showed none.
 */
export function listingOf({ question }: Pick<Turn, 'question'>): { line: string; page: number } | undefined {
  const said = listing.exec(question ?? '')?.groups
  return said && { line: said.line ?? '', page: Number(said.page ?? 0) }
}
