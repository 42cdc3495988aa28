import { setImmediate as breathe } from 'node:timers/promises'
import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import { PaperboyError } from '../lib/errors.ts'
import type { Paper } from '../papers/paper.ts'
import { readJsonLines } from '../papers/sources/json-lines.ts'
import type { SourceItem } from '../papers/sources/oddity.ts'
import { readPageDump } from '../papers/sources/page-dump.ts'
import type { Store } from '../store/store.ts'
import { createImportPlace } from './import-place.ts'
import { createPace, createProgress, type ProgressOutput } from './progress.ts'
import { decodeText, linesOf, openText } from './read-text.ts'

/** Papers written to the store in one transaction: few enough that nobody else waits long for it. */
const batchSize = 100
/** A pasted page is read as a whole; a larger file is something else. */
const maximumPage = 50_000_000
/** More oddities than this are counted, not listed. */
const maximumListed = 100

export type IngestSurroundings = {
  store: Pick<Store, 'papers' | 'syncs'>
  clock: Clock
  stdin: AsyncIterable<Uint8Array>
  stdout: { write(text: string): unknown }
  stderr: ProgressOutput
}

/**
 * Adds the papers of a file (`-`: standard input) to the store: a copied Hugging Face page, or JSON Lines when the first
 * character is `{`. Doing it again changes nothing; a large file that was interrupted is gone on with where it was. Prints what was added to `stdout`, and to `stderr` a line
 * `file:line: what` for everything odd.
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
  let oddities = 0
  let bytes = 0
  const report = (line: number, what: string) => {
    oddities += 1
    if (oddities > maximumListed) return
    progress.clear()
    stderr.write(`${source.name}:${line}: ${what}\n`)
  }
  const place = createImportPlace(store.syncs, clock, source.version)
  const behind = await place.known()
  if (behind > 0) stderr.write(`Going on behind line ${behind.toLocaleString('en')}.\n`)
  const pace = createPace(() => clock.now().getTime(), source.bytes)
  const save = async (papers: readonly Paper[], line?: number) => {
    const put = await store.papers.put(papers)
    sum.added += put.added
    sum.updated += put.updated
    sum.unchanged += put.unchanged
    if (line !== undefined) await place.reached(line, papers.length)
    progress.show(bytes, pace(sum.added + sum.updated + sum.unchanged, bytes))
  }
  const texts = decodeText(source, (read) => {
    bytes += read
  })
  let batch: Paper[] = []
  const options = { today: clock.now(), behind, ...(date && { date }) }
  for await (const found of readPapers(texts, source.name, options)) {
    if (found.kind === 'oddity') report(found.line, found.what)
    else batch.push(found.paper)
    if (batch.length < batchSize) continue
    await save(batch, found.line)
    batch = []
    await breathe()
  }
  if (batch.length > 0) await save(batch)
  await place.finished()
  progress.clear()
  if (oddities > maximumListed) stderr.write(`${source.name}: and ${oddities - maximumListed} more.\n`)
  if (behind === 0 && sum.added + sum.updated + sum.unchanged === 0)
    throw new PaperboyError(
      `No papers found in "${source.name}".`,
      'Give it a copied Hugging Face papers page, or JSON Lines with a title in each line.',
    )
  stdout.write(`Added ${sum.added} papers, updated ${sum.updated}, unchanged ${sum.unchanged}.\n`)
}

/** Papers and oddities in the format that the first visible character tells. */
async function* readPapers(
  texts: AsyncGenerator<string>,
  name: string,
  options: { date?: string; today: Date; behind: number },
): AsyncGenerator<SourceItem> {
  let head = ''
  while (head.trim() === '') {
    const next = await texts.next()
    if (next.done) throw new PaperboyError(`"${name}" is empty.`, 'Copy the page again, or check the path.')
    head += next.value
  }
  if (head.trimStart().startsWith('{')) {
    yield* readJsonLines(linesOf(startingWith(head, texts)), options)
    return
  }
  let page = ''
  for await (const text of startingWith(head, texts)) {
    page += text
    if (page.length > maximumPage)
      throw new PaperboyError(`"${name}" is too large for a page.`, 'For many papers, use JSON Lines.')
  }
  const { papers, oddities } = readPageDump(page, options)
  for (const oddity of oddities) yield { kind: 'oddity', ...oddity }
  for (const paper of papers) yield { kind: 'paper', paper }
}

async function* startingWith(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head
  yield* rest
}
