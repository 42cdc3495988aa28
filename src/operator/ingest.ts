import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import { PaperboyError } from '../lib/errors.ts'
import type { Paper } from '../papers/paper.ts'
import type { ReadyPaper } from '../papers/ready-paper.ts'
import type { Warning } from '../papers/sources/warning.ts'
import type { PutCounts, Store } from '../store/store.ts'
import { createImportPlace } from './import-place.ts'
import { openPieces } from './open-pieces.ts'
import { createPace, createProgress, type ProgressOutput } from './progress.ts'
import { decodeText, mostLines, openText } from './read-text.ts'

/** How long others may write between two transactions, in milliseconds; meanwhile, more is read. */
const turnOfOthers = 3
/** More warnings than this are counted, not listed. */
const maximumListed = 100

export type IngestSurroundings = {
  store: Pick<Store, 'papers' | 'jobs'>
  clock: Clock
  stdin: AsyncIterable<Uint8Array>
  stdout: { write(text: string): unknown }
  stderr: ProgressOutput
}

type OnBare = (papers: readonly Paper[]) => void

/** What one file brought in; `removed` are papers that stay out. */
type Sum = Required<PutCounts>

const nothing: Sum = { added: 0, updated: 0, unchanged: 0, removed: 0 }

/**
 * Adds the papers of files and folders (`-`: standard input) to the store, in whichever form they are: see `formats`.
 * Doing it again changes nothing; a large file that was interrupted is gone on with where it was. Prints what each file
 * held and what was added to `stdout`, and to `stderr` a line `file:line: what` for everything odd.
 *
 * @param input.date the ISO day the papers were featured; a page's own day otherwise
 * @param input.onBare told of papers that came without an abstract
 * @throws PaperboyError when a file that was named cannot be read or holds no papers, once the others are stored; or
 *   when the date is not one
 */
export async function ingest(
  { paths, date, onBare }: { paths: readonly string[]; date?: string; onBare?: OnBare },
  surroundings: IngestSurroundings,
): Promise<void> {
  if (date !== undefined && !z.iso.date().safeParse(date).success)
    throw new PaperboyError(`"${date}" is not a day.`, 'Write --date as year-month-day, such as 2025-03-13.')
  const { stdout, stderr } = surroundings
  const sum = { ...nothing }
  const failures: PaperboyError[] = []
  let read = 0
  for (const { path, named } of await filesOf(paths)) {
    try {
      const input = { path, ...(date !== undefined && { date }), ...(onBare && { onBare }) }
      add(sum, await ingestFile(input, surroundings))
      read += 1
    } catch (error) {
      if (!(error instanceof PaperboyError)) throw error
      if (named) failures.push(error)
      // A folder may hold anything.
      else stderr.write(`${error.message}\n`)
    }
  }
  const [failure, ...others] = failures
  for (const { message } of others) stderr.write(`${message}\n`)
  if (read > 0)
    stdout.write(
      `Added ${sum.added} ${sum.added === 1 ? 'paper' : 'papers'}, updated ${sum.updated}, unchanged ${sum.unchanged}.${stayOut(sum)}\n`,
    )
  if (failure) throw failure
  if (read === 0)
    throw new PaperboyError(`No papers found in ${paths.join(', ')}.`, 'Check the path, or name a file.')
}

/** The files that are meant: those that were named, and those in folders, in order. */
async function filesOf(paths: readonly string[]): Promise<readonly { path: string; named: boolean }[]> {
  const found = paths.map(async (path) => {
    const isFolder = path !== '-' && (await stat(path).catch(() => undefined))?.isDirectory()
    if (!isFolder) return [{ path, named: true }]
    const inside = await readdir(path, { recursive: true, withFileTypes: true })
    return inside
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => ({ path: join(entry.parentPath, entry.name), named: false }))
      .sort((one, other) => (one.path < other.path ? -1 : 1))
  })
  return (await Promise.all(found)).flat()
}

async function ingestFile(
  { path, date, onBare }: { path: string; date?: string; onBare?: OnBare },
  { store, clock, stdin, stdout, stderr }: IngestSurroundings,
): Promise<Sum> {
  const source = await openText(path, stdin)
  const progress = createProgress(stderr, () => clock.now().getTime(), source.bytes)
  const sum = { ...nothing }
  const told = createTold(source.name, (line) => {
    progress.clear()
    stderr.write(line)
  })
  let bytes = 0
  const place = createImportPlace(store.jobs, source.version)
  const behind = await place.known()
  if (behind > 0) stderr.write(`Going on behind line ${behind.toLocaleString('en')}.\n`)
  let pace: ReturnType<typeof createPace> | undefined
  const texts = decodeText(source, (read) => {
    bytes += read
  })
  const options = { today: clock.now(), behind, ...(date && { date }) }
  const { format, pieces } = await openPieces(texts, source.name, options)
  for await (const { papers, warnings, end } of pieces) {
    pace ??= createPace(() => clock.now().getTime(), { done: bytes, total: source.bytes })
    told.warnings(warnings)
    for (let start = 0; start < papers.length; start += mostLines) {
      const part = papers.slice(start, start + mostLines)
      told.papers(part)
      onBare?.(part.map(({ paper }) => paper).filter(({ abstract }) => abstract === ''))
      add(sum, await store.papers.putReady(part))
      progress.show(bytes, pace(allOf(sum), bytes))
      await sleep(turnOfOthers)
    }
    await place.reached(end, papers.length)
  }
  await place.finished()
  progress.clear()
  const line = told.summary(format.name)
  if (behind === 0 && allOf(sum) === 0)
    throw new PaperboyError(
      `No papers found in "${source.name}".`,
      'Every paper needs a title. A file holds BibTeX, RIS, JSON Lines or another form that docs/sources.md lists.',
    )
  stdout.write(line)
  return sum
}

/** Tells what is odd as it comes, and in the end what a file held. */
function createTold(name: string, write: (line: string) => void) {
  const leftOut: Warning[] = []
  let [odd, papers, bare] = [0, 0, 0]
  return {
    warnings(found: readonly Warning[]): void {
      for (const warning of found) {
        odd += 1
        if (warning.what.startsWith('Left out')) leftOut.push(warning)
        if (odd <= maximumListed) write(`${name}:${warning.line}: ${warning.what}\n`)
      }
    },
    papers(found: readonly ReadyPaper[]): void {
      papers += found.length
      bare += found.filter(({ paper }) => paper.abstract === '').length
    },
    /** "12 papers from BibTeX, 2 without an abstract, line 40 left out: no title." */
    summary(format: string): string {
      if (odd > maximumListed) write(`${name}: and ${odd - maximumListed} more.\n`)
      const [first, ...others] = leftOut
      const lost =
        others.length === 0 && first
          ? [`line ${first.line} left out${first.what.replace(/^Left out|\.$/g, '')}`]
          : []
      const parts = [
        `${papers.toLocaleString('en')} ${papers === 1 ? 'paper' : 'papers'} from ${format}`,
        ...(bare > 0 ? [`${bare.toLocaleString('en')} without an abstract`] : []),
        ...(others.length > 0 ? [`${leftOut.length.toLocaleString('en')} left out`] : lost),
      ]
      return `${parts.join(', ')}.\n`
    },
  }
}

const allOf = ({ added, updated, unchanged, removed }: Sum) => added + updated + unchanged + removed

/** What is said of papers that were taken out and came again. */
export const stayOut = ({ removed = 0 }: Pick<PutCounts, 'removed'>): string =>
  removed === 0 ? '' : ` ${removed} ${removed === 1 ? 'stays' : 'stay'} out, since removed; add lets them in.`

function add(sum: Sum, more: PutCounts): void {
  sum.added += more.added
  sum.updated += more.updated
  sum.unchanged += more.unchanged
  sum.removed += more.removed ?? 0
}
