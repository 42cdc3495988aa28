import type { Json } from '../lib/json.ts'
import type { Store } from '../store/store.ts'
import { type SyncState, syncStates } from '../sync/sync.ts'

/** How it stands with a source, for `status`: its name, in words, and for scripts. */
export type SourceState = {
  name: string
  words: string
  /** The same without what went wrong inside, which only who runs Paperboy can mend. */
  brief: string
  data: Json
}

/** How it stands with every source that is set or was ever asked; `set` are those of the setting `SOURCES`. */
export async function sourceStatesOf(
  store: Pick<Store, 'jobs'>,
  set: readonly string[] = [],
): Promise<readonly SourceState[]> {
  const tried = await syncStates(store)
  const fresh = set.filter((name) => tried.every(({ source }) => source !== name))
  return [
    ...tried.map((state) => ({
      name: state.source,
      words: inWords(state),
      brief: inWords(state, false),
      data: dataOf(state),
    })),
    ...fresh.map((name) => ({
      name,
      words: 'not fetched yet',
      brief: 'not fetched yet',
      data: { source: name },
    })),
  ]
}

function inWords(
  { succeededAt, added, updated, problem, failures, at }: SyncState,
  withProblem = true,
): string {
  const success = succeededAt
    ? `fetched ${moment(succeededAt)}: ${added.toLocaleString('en')} added, ${updated.toLocaleString('en')} updated`
    : 'never fetched in full'
  if (problem === undefined) return succeededAt ? success : `${success}; begun ${moment(at)}`
  const often = failures === 1 ? 'failed once' : `failed ${failures} times in a row`
  return `${often}, last ${moment(at)}${withProblem ? `: ${problem}` : ''} (${success})`
}

function dataOf({ source, at, succeededAt, problem, failures, added, updated }: SyncState): Json {
  return {
    source,
    at: at.toISOString(),
    succeededAt: succeededAt?.toISOString() ?? null,
    problem: problem ?? null,
    failures,
    added,
    updated,
  }
}

/** A moment on the clock of this process, which is what `TIME_ZONE` says. */
function moment(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(at)
}
