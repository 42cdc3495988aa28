import { PaperboyError } from '../lib/errors.ts'
import { bounds } from '../papers/bounds.ts'
import type { Chunk, Format } from '../papers/sources/format.ts'
import { formatOf, looksLike } from '../papers/sources/formats.ts'
import { isSnapshotLine } from '../papers/sources/json-lines.ts'
import { readPieces } from './line-readers.ts'
import type { ReadyPiece } from './read-ready.ts'
import { linesOf, piecesOf, unreadable } from './read-text.ts'

/** How much of a file tells its form, in characters. */
const headLength = 64_000

/** What a file holds, piece by piece, in the form that its beginning tells. */
export async function openPieces(
  texts: AsyncGenerator<string>,
  name: string,
  { behind, ...about }: { date?: string; today: Date; behind: number },
): Promise<{ format: Format; pieces: AsyncGenerator<ReadyPiece> }> {
  let head = ''
  let blank = 0
  for (let isBlank = true; isBlank || head.length < headLength; isBlank = isBlank && head.trim() === '') {
    const next = await texts.next()
    if (next.done) break
    // What is blank is told from the rest piece by piece; only its line feeds count.
    const isMore = isBlank && next.value.trim() === ''
    if (isMore) blank += next.value.length
    if (blank > bounds.blank) break
    head += isMore ? next.value.replace(/[^\n]+/g, '') : next.value
  }
  if (head.trim() === '')
    throw new PaperboyError(`"${name}" is empty.`, 'Copy the page again, or check the path.')
  const format = formatOf(head.replaceAll('\r', ''))
  if (!format) throw unreadable(name, looksLike(head))
  const all = startingWith(head, texts)
  const { entries } = format
  const chunks = entries ? entriesOf(linesOf(all), { behind, entries }) : whole(all, name, format.name)
  const pieces = undated(chunks, format, about.date)
  return {
    format,
    pieces: readPieces(mapped(pieces, (chunk) => ({ ...chunk, ...about, format: format.name }))),
  }
}

async function* entriesOf(
  lines: AsyncIterable<string>,
  about: { behind: number; entries: 'lines' | RegExp },
): AsyncGenerator<Chunk> {
  for await (const { lines: piece, first } of piecesOf(lines, about)) yield { text: piece.join('\n'), first }
}

async function* whole(texts: AsyncIterable<string>, name: string, format: string): AsyncGenerator<Chunk> {
  const isPage = format === 'a copied page'
  const parts: string[] = []
  let [length, lines] = [0, 0]
  for await (const text of texts) {
    parts.push(text)
    length += text.length
    lines += isPage ? text.split('\n').length - 1 : 0
    if (length > (isPage ? bounds.page : bounds.document) || lines > bounds.pageLines)
      throw new PaperboyError(
        `"${name}" is too large for ${isPage ? 'a page' : format}.`,
        'For many papers, use JSON Lines.',
      )
  }
  yield {
    text: parts
      .join('')
      .replaceAll('\r\n', '\n')
      .replace(/\r(?!\n)/g, isPage ? '\r' : '\n'),
    first: 1,
  }
}

/** Papers of arXiv's snapshot are given no day of a list. */
async function* undated(
  chunks: AsyncIterable<Chunk>,
  { entries }: Format,
  date: string | undefined,
): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    if (date !== undefined && entries === 'lines' && chunk.text.split('\n').some(isSnapshotLine))
      throw new PaperboyError(
        "The papers of arXiv's snapshot have days of their own.",
        'Leave --date out: it is for pages and JSON Lines.',
      )
    yield chunk
  }
}

async function* mapped<From, To>(items: AsyncIterable<From>, change: (item: From) => To): AsyncGenerator<To> {
  for await (const item of items) yield change(item)
}

async function* startingWith(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head
  yield* rest
}
