import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import { PaperboyError } from '../lib/errors.ts'
import { bounds } from '../papers/bounds.ts'
import { makeReady } from '../papers/ready-paper.ts'
import { isSnapshotLine, type Lines } from '../papers/sources/json-lines.ts'
import { readPageDump } from '../papers/sources/page-dump.ts'
import type { Store } from '../store/store.ts'
import { createImportPlace } from './import-place.ts'
import { readPieces } from './line-readers.ts'
import { createPace, createProgress, type ProgressOutput } from './progress.ts'
import type { ReadyPiece } from './read-ready.ts'
import { decodeText, linesOf, mostLines, openText, piecesOf } from './read-text.ts'

/** How long others may write between two transactions, in milliseconds; meanwhile, more is read. */
const turnOfOthers = 3
/** More oddities than this are counted, not listed. */
const maximumListed = 100

export type IngestSurroundings = {
  store: Pick<Store, 'papers' | 'jobs'>
  clock: Clock
  stdin: AsyncIterable<Uint8Array>
  stdout: { write(text: string): unknown }
  stderr: ProgressOutput
}

/**
 * Adds the papers of a file (`-`: standard input) to the store: a copied Hugging Face page, or JSON Lines when the first
 * character is `{`. Doing it again changes nothing; a large file that was interrupted is gone on with where it was.
 * Prints what was added to `stdout`, and to `stderr` a line `file:line: what` for everything odd.
 *
 * @param input.date the ISO day the papers were featured; a page's own day otherwise
 * @throws PaperboyError when there is nothing to read, it holds no papers, or the date is none
 */
export async function ingest(
  { path, date }: { path: string; date?: string },
  { store, clock, stdin, stdout, stderr }: IngestSurroundings,
): Promise<void> {
  if (date !== undefined && !z.iso.date().safeParse(date).success)
    throw new PaperboyError(`"${date}" is not a day.`, 'Write --date as year-month-day, such as 2025-03-13.')
  const source = await openText(path, stdin)
  const progress = createProgress(stderr, () => clock.now().getTime(), source.bytes)
  const sum = { added: 0, updated: 0, unchanged: 0 }
  let odd = 0
  let bytes = 0
  const report = (line: number, what: string) => {
    odd += 1
    if (odd > maximumListed) return
    progress.clear()
    stderr.write(`${source.name}:${line}: ${what}\n`)
  }
  const place = createImportPlace(store.jobs, source.version)
  const behind = await place.known()
  if (behind > 0) stderr.write(`Going on behind line ${behind.toLocaleString('en')}.\n`)
  let pace: ReturnType<typeof createPace> | undefined
  const texts = decodeText(source, (read) => {
    bytes += read
  })
  const options = { today: clock.now(), behind, ...(date && { date }) }
  for await (const { papers, oddities, end } of readPapers(texts, source.name, options)) {
    pace ??= createPace(() => clock.now().getTime(), { done: bytes, total: source.bytes })
    for (const { line, what } of oddities) report(line, what)
    const put = await store.papers.putReady(papers)
    sum.added += put.added
    sum.updated += put.updated
    sum.unchanged += put.unchanged
    await place.reached(end, papers.length)
    progress.show(bytes, pace(sum.added + sum.updated + sum.unchanged, bytes))
    await sleep(turnOfOthers)
  }
  await place.finished()
  progress.clear()
  if (odd > maximumListed) stderr.write(`${source.name}: and ${odd - maximumListed} more.\n`)
  if (behind === 0 && sum.added + sum.updated + sum.unchanged === 0)
    throw new PaperboyError(
      `No papers found in "${source.name}".`,
      'Give it a copied Hugging Face papers page, or JSON Lines with a title in each line.',
    )
  stdout.write(`Added ${sum.added} papers, updated ${sum.updated}, unchanged ${sum.unchanged}.\n`)
}

/** What a file holds, piece by piece, in the format that the first visible character tells. */
async function* readPapers(
  texts: AsyncGenerator<string>,
  name: string,
  options: { date?: string; today: Date; behind: number },
): AsyncGenerator<ReadyPiece> {
  const lead: string[] = []
  let head = ''
  for (let blank = 0; head === ''; ) {
    const next = await texts.next()
    if (next.done || blank > bounds.blank)
      throw new PaperboyError(`"${name}" is empty.`, 'Copy the page again, or check the path.')
    // What is blank is told from the rest piece by piece; only its line feeds count.
    if (next.value.trim() === '') {
      blank += next.value.length
      lead.push(next.value.replace(/[^\n]+/g, ''))
    } else head = lead.join('') + next.value
  }
  if (head.trimStart().startsWith('{')) {
    const pieces = piecesOf(linesOf(startingWith(head, texts)), options)
    yield* readPieces(dated(pieces, options.date))
    return
  }
  let page = ''
  let lines = 0
  for await (const text of startingWith(head, texts)) {
    page += text
    lines += text.split('\n').length - 1
    if (page.length > bounds.page || lines > bounds.pageLines)
      throw new PaperboyError(`"${name}" is too large for a page.`, 'For many papers, use JSON Lines.')
  }
  const { papers, oddities } = readPageDump(page, options)
  yield { papers: [], oddities, end: 0 }
  for (let start = 0; start < papers.length; start += mostLines)
    yield { papers: papers.slice(start, start + mostLines).map(makeReady), oddities: [], end: 0 }
}

/** Pieces with the day for papers that give none. */
async function* dated(pieces: AsyncIterable<Lines>, date: string | undefined): AsyncGenerator<Lines> {
  for await (const piece of pieces) {
    if (date !== undefined && piece.lines.some(isSnapshotLine))
      throw new PaperboyError(
        "The papers of arXiv's snapshot have days of their own.",
        'Leave --date out: it is for pages and JSON Lines.',
      )
    yield date === undefined ? piece : { ...piece, date }
  }
}

async function* startingWith(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head
  yield* rest
}
