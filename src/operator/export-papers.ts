import { write } from '../adapters/terminal/write.ts'
import { PaperboyError } from '../lib/errors.ts'
import { createKeys } from '../papers/citations/facts.ts'
import { type CitationFormat, type CitationFormatName, citationFormats } from '../papers/citations/formats.ts'
import type { Paper } from '../papers/paper.ts'
import { fittingPapers } from '../retrieval/fitting-papers.ts'
import type { Search } from '../retrieval/search.ts'
import type { Store } from '../store/store.ts'

/** Papers that are read at once. */
const page = 200
/** Of a search, so many papers are exported, as far as they fit. */
const mostFound = 100

/** The forms that `export` writes. */
export const exportFormats = [
  'bibtex',
  'ris',
  'csl-json',
  'csv',
  'jsonl',
] as const satisfies readonly CitationFormatName[]

/**
 * Writes all papers, in the order of their ids, or those that fit some words, to an output, with their abstracts. Memory
 * does not grow with the number of papers. Ends early when nobody reads any more, or with the signal.
 *
 * @returns how many were written
 * @throws PaperboyError for a format that there is not
 */
export async function exportPapers(
  { format = 'bibtex', words }: { format?: string; words: string },
  {
    store,
    search,
    stdout,
    signal,
  }: { store: Pick<Store, 'papers'>; search: Search; stdout: NodeJS.WritableStream; signal: AbortSignal },
): Promise<number> {
  const known = exportFormats.find((one) => one === format)
  if (!known)
    throw new PaperboyError(`There is no format "${format}".`, `Choose one of ${exportFormats.join(', ')}.`)
  const { head, between, foot, entry }: CitationFormat = citationFormats[known]
  const keyOf = createKeys()
  let count = 0
  if (!(await write(stdout, head))) return count
  for await (const paper of words === '' ? all(store) : found(search, words)) {
    if (signal.aborted) return count
    const written = entry(keyOf(paper), { abstracts: true })
    if (!(await write(stdout, count === 0 ? written : `${between}${written}`))) return count
    count += 1
  }
  await write(stdout, foot)
  return count
}

async function* all({ papers }: Pick<Store, 'papers'>): AsyncGenerator<Paper> {
  let after = ''
  for (;;) {
    const some = await papers.page(after, page)
    yield* some
    const last = some.at(-1)
    if (!last) return
    after = last.id
  }
}

async function* found(search: Search, words: string): AsyncGenerator<Paper> {
  const { papers, relevant } = await search(words, { limit: mostFound })
  // By meaning every paper resembles the words a little: those that hold them all fit, and those that stand out.
  const outstanding = new Set(relevant ? fittingPapers(papers) : [])
  const fitting = papers.filter((found) => relevant && (outstanding.has(found) || found.fit.coverage >= 1))
  yield* fitting.map(({ paper }) => paper).sort((one, other) => (one.id < other.id ? -1 : 1))
}
