import type { Http } from '../lib/http.ts'
import type { Paper } from '../papers/paper.ts'
import { readArxivQuery } from '../papers/sources/arxiv-query.ts'
import type { RequestSlot } from './request-slot.ts'

/** So many ids fit into one address. */
const mostIds = 100

/**
 * The papers of these arXiv ids, asked for at `/api/query?id_list=…`; those that arXiv does not know are left out.
 *
 * @throws PaperboyError when arXiv cannot be reached or understood
 */
export async function fetchArxivPapers(
  ids: readonly string[],
  { http, turn, baseUrl }: { http: Http; turn: RequestSlot; baseUrl?: string | undefined },
  signal: AbortSignal,
): Promise<readonly Paper[]> {
  const papers: Paper[] = []
  for (let start = 0; start < ids.length; start += mostIds) {
    const some = ids.slice(start, start + mostIds)
    const url = new URL(`${baseUrl?.replace(/\/$/, '') ?? 'https://export.arxiv.org'}/api/query`)
    url.search = new URLSearchParams({ id_list: some.join(','), max_results: `${some.length}` }).toString()
    // Errors are explained in a feed.
    const answer = await http.ask(url, { signal, turn, wanted: [400] })
    if (answer.kind === 'unchanged') continue
    for (const paper of readArxivQuery(answer.body).papers)
      if (some.includes(paper.ids?.arxiv ?? '')) papers.push(paper)
  }
  return papers
}
