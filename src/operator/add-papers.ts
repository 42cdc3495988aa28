import { PaperboyError } from '../lib/errors.ts'
import { idKeys, idMentions } from '../papers/ids.ts'
import type { Paper } from '../papers/paper.ts'
import type { Store } from '../store/store.ts'

/** A person waits no longer than this, in milliseconds. */
const patienceMs = 38_000

/**
 * Fetches the papers of ids and links into the store: those of arXiv. Prints a line for each, and names those that no
 * source can fetch.
 *
 * @param fetchArxiv gives the papers of arXiv ids, without those that arXiv does not know
 * @returns whether all of them are here now
 * @throws PaperboyError when the words hold no id, or arXiv did not answer in time
 */
export async function addPapers(
  words: string,
  {
    store,
    fetchArxiv,
    stdout,
    stderr,
    patience = patienceMs,
  }: {
    store: Pick<Store, 'papers'>
    fetchArxiv: (ids: readonly string[], signal: AbortSignal) => Promise<readonly Paper[]>
    stdout: { write(text: string): unknown }
    stderr: { write(text: string): unknown }
    /** For tests: another patience, in milliseconds. */
    patience?: number
  },
  signal: AbortSignal,
): Promise<boolean> {
  const mentions = idMentions(words)
  if (mentions.length === 0)
    throw new PaperboyError(
      `There is no id in "${words}".`,
      'Give an arXiv id or link, such as: paperboy add 2402.17152',
    )
  const ids = [...new Set(mentions.flatMap((mention) => mention.ids.arxiv ?? []))]
  const late = AbortSignal.timeout(patience)
  const fetched =
    ids.length === 0 ? [] : await fetchArxiv(ids, AbortSignal.any([signal, late])).catch(tooLate)
  const known = new Set((await store.papers.get(ids)).map(({ id }) => id))
  await store.papers.put(fetched)
  let complete = true
  for (const { start, end, ids: wanted } of mentions) {
    const [paper] = await store.papers.get(idKeys(wanted))
    if (paper) stdout.write(`${known.has(paper.id) ? 'Known' : 'Added'}: ${paper.title} (${paper.id})\n`)
    else {
      complete = false
      const why = wanted.arxiv === undefined ? 'No source can fetch it' : 'arXiv knows no such paper'
      stderr.write(`paperboy: ${words.slice(start, end)} was not added. ${why}.\n`)
    }
  }
  return complete

  function tooLate(error: unknown): never {
    if (!late.aborted || signal.aborted) throw error
    throw new PaperboyError('arXiv did not answer in time.', 'It is busy at times: try again in a minute.', {
      cause: error,
    })
  }
}
