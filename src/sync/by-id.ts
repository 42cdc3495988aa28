import { describeError } from '../lib/errors.ts'
import { idKeys, type PaperIds } from '../papers/ids.ts'
import { mergePapers } from '../papers/merge.ts'
import type { Paper } from '../papers/paper.ts'

/** A place that gives papers by their ids. */
export type IdSource = {
  /** As people call it. */
  name: string
  /** What it calls a paper; undefined where it has no name for it. */
  idOf(ids: PaperIds): string | undefined
  /**
   * What it has for ids as `idOf` gives them, by these ids; nothing for those that it does not know.
   *
   * @throws PaperboyError when it cannot be reached or understood; the signal's reason
   */
  fetch(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, FoundById>>
}

/** A paper, or in a sentence why it is not given although it is known. */
export type FoundById = Paper | { why: string }

/** What became of a paper that was asked for: it, or in a sentence why it is not there. */
export type FetchedById = { paper: Paper } | { why: string }

/**
 * Fetches papers by what places call them, each from the first place that has it; one without an abstract takes it from
 * another place that knows it. Gives something for each, in the order asked for; what fails at one place costs no other.
 *
 * @throws the signal's reason, when it was not for being late
 */
export type FetchByIds = (
  wanted: readonly PaperIds[],
  options: { signal: AbortSignal; late?: AbortSignal },
) => Promise<readonly FetchedById[]>

/** Every place that numbers papers can be asked for them. */
export const canBeFetched = (ids: PaperIds): boolean => idKeys(ids).length > 0

/** What is known of a paper so far. */
type Sought = { ids: PaperIds; paper?: Paper; asked: string[]; failures: string[] }

/** @param sources the best first: each is asked for what those before it did not give whole */
export function createFetchByIds(sources: readonly IdSource[]): FetchByIds {
  return async (wanted, { signal, late }) => {
    const sought: readonly Sought[] = wanted.map((ids) => ({ ids, asked: [], failures: [] }))
    for (const source of sources) await askOf(source, sought, { signal, late })
    return sought.map(({ paper, asked, failures }) => {
      if (paper) return { paper }
      if (asked.length === 0) return { why: 'No source can fetch it.' }
      return {
        why: failures[0] ?? `${asked.join(' and ')} ${asked.length === 1 ? 'knows' : 'know'} no such paper.`,
      }
    })
  }
}

async function askOf(
  source: IdSource,
  sought: readonly Sought[],
  { signal, late }: { signal: AbortSignal; late: AbortSignal | undefined },
): Promise<void> {
  const open = sought.flatMap((one) => {
    const id = source.idOf(one.ids)
    return id === undefined || (one.paper && one.paper.abstract !== '') ? [] : [{ id, one }]
  })
  if (open.length === 0) return
  for (const { one } of open) one.asked.push(source.name)
  try {
    const ids = [...new Set(open.map(({ id }) => id))]
    const found = await source.fetch(ids, late ? AbortSignal.any([signal, late]) : signal)
    for (const { id, one } of open) {
      const paper = found.get(id)
      if (paper && 'why' in paper) one.failures.push(paper.why)
      else if (paper) one.paper = one.paper ? mergePapers(one.paper, paper) : paper
    }
  } catch (error) {
    if (signal.aborted) throw error
    const why = late?.aborted
      ? `${source.name} did not answer in time. It is busy at times: try again in a minute.`
      : describeError(error)
    for (const { one } of open) one.failures.push(why)
  }
}
