import type { Turn } from '../../store/store.ts'

/** The line that opens a page of a list. */
export function listingLine({ line, page }: { line: string; page: number }): string {
  return ['search', line, `page ${page}`].filter((part) => part !== '').join(' ')
}

const listing = /^search(?: (?<line>.*?))??(?: page (?<page>\d{1,4}))?$/s

/**
 * The list that a turn showed, as what `search` is given, and which page of it: 0 when it showed the first few alone.
 * Undefined when it showed none.
 */
export function listingOf({ question }: Pick<Turn, 'question'>): { line: string; page: number } | undefined {
  const said = listing.exec(question ?? '')?.groups
  return said && { line: said.line ?? '', page: Number(said.page ?? 0) }
}
