import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { createGunzip } from 'node:zlib'
import { PaperboyError } from '../lib/errors.ts'
import { bounds } from '../papers/bounds.ts'
import { looksLike } from '../papers/sources/formats.ts'

/** Text that is read piece by piece. */
export type TextSource = {
  name: string
  /** How large it is, when that is known beforehand. */
  bytes?: number
  /** Names a file with this content: another file, or the same file after a change, has another one. */
  version?: string
  chunks: AsyncIterable<Uint8Array>
}

/**
 * Opens a file, or standard input for `-`. What is packed with gzip is unpacked while it is read, whatever its name.
 *
 * @throws PaperboyError when there is no such file, or it is a folder or may not be read
 */
export async function openText(path: string, stdin: AsyncIterable<Uint8Array>): Promise<TextSource> {
  if (path === '-') return { name: 'stdin', chunks: unpacked(stdin) }
  try {
    const found = await stat(path)
    const chunks = unpacked(createReadStream(path))
    if (!found.isFile()) return { name: path, chunks }
    const version = `${basename(path)} ${found.size} ${found.mtimeMs}`
    return { name: path, version, chunks, ...(!path.endsWith('.gz') && { bytes: found.size }) }
  } catch (error) {
    throw readingError(path, error)
  }
}

/** What cannot be read, or unpacked, fails where the pieces are waited for. */
async function* unpacked(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const rest = chunks[Symbol.asyncIterator]()
  const first = await rest.next()
  if (first.done) return
  const whole = Readable.from(
    (async function* () {
      yield first.value
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
    })(),
  )
  const isPacked = first.value[0] === 0x1f && first.value[1] === 0x8b
  yield* isPacked ? pipeline(whole, createGunzip(), () => undefined) : whole
}

/**
 * Decodes text as it arrives: UTF-8, or UTF-16 with a byte order mark.
 *
 * @param onRead told the number of bytes of each piece
 * @throws PaperboyError when the bytes are no text, or reading fails
 */
export async function* decodeText(
  { name, chunks }: TextSource,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  const decode = (bytes?: Uint8Array): string => {
    const text = bytes ? decoder?.decode(bytes, { stream: true }) : decoder?.decode()
    if (text?.includes('\0')) throw new TypeError('a NUL character')
    return text ?? ''
  }
  try {
    for await (const bytes of chunks) {
      if (!decoder) {
        refuseBinary(name, bytes)
        decoder = new TextDecoder(encodingOf(bytes), { fatal: true })
      }
      yield decode(bytes)
      onRead(bytes.length)
    }
    yield decode()
  } catch (error) {
    throw readingError(name, error)
  }
}

/** By the byte order mark, or by where the zeros of plain letters stand. */
function encodingOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le'
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : 'utf-8'
}

function refuseBinary(name: string, bytes: Uint8Array): void {
  const kind = looksLike(Buffer.from(bytes.subarray(0, 4_096)).toString('latin1'))
  if (/^(?:a PDF|a ZIP|an old|a picture|a database|a program)/.test(kind)) throw unreadable(name, kind)
}

/** What is said of a file that holds papers in no form that is read. */
export function unreadable(name: string, kind: string): PaperboyError {
  return new PaperboyError(
    `"${name}" is not in a form that I can read papers from: it looks like ${kind}.`,
    'I read BibTeX, RIS, PubMed .nbib, EndNote XML, CSL JSON, exports of Zotero, CSV or TSV with a header, JSON, JSON Lines, Atom, RSS, and a copied Hugging Face papers page.',
  )
}

/**
 * Lines between line feeds, with or without a carriage return before; nothing else ends a line. Of one that is longer than
 * any line may be only the beginning is kept, which is too long as well.
 */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let parts: string[] = []
  let length = 0
  for await (const chunk of chunks) {
    for (const [index, piece] of chunk.split('\n').entries()) {
      if (index > 0) {
        yield parts.join('').replace(/\r$/, '')
        parts = []
        length = 0
      }
      if (length <= bounds.line) parts.push(piece)
      length += piece.length
    }
  }
  const last = parts.join('')
  if (last !== '') yield last
}

/**
 * A piece holds at most so many lines, and ends when it is this long, in characters. Its papers are one transaction:
 * few enough that nobody else who shares the database waits long.
 */
export const mostLines = 250
const longestPiece = 1_000_000

/** Lines in pieces that begin with an entry, without those that a run before this one came to: the first so many of them. */
export async function* piecesOf(
  lines: AsyncIterable<string>,
  { behind, entries }: { behind: number; entries: 'lines' | RegExp },
): AsyncGenerator<{ lines: readonly string[]; first: number }> {
  let piece: string[] = []
  let length = 0
  let first = behind + 1
  let number = 0
  for await (const line of lines) {
    number += 1
    if (number <= behind) continue
    const isFull = piece.length >= mostLines || length >= longestPiece
    // What has no end of an entry for so long has none at all.
    if (isFull && (entries === 'lines' || entries.test(line) || length >= 10 * longestPiece)) {
      yield { lines: piece, first }
      piece = []
      length = 0
      first = number
    }
    piece.push(line)
    length += line.length
  }
  if (piece.length > 0) yield { lines: piece, first }
}

function readingError(name: string, error: unknown): unknown {
  if (error instanceof PaperboyError) return error
  if (error instanceof TypeError)
    return new PaperboyError(`"${name}" is not a text file.`, 'Save it as plain text in UTF-8.', {
      cause: error,
    })
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code === 'string' && code.startsWith('Z_'))
    return new PaperboyError(`"${name}" is damaged: it cannot be unpacked.`, 'Fetch it again.', {
      cause: error,
    })
  if (code === 'ENOENT')
    return new PaperboyError(`There is no file "${name}".`, 'Check the path.', { cause: error })
  if (code === 'EACCES' || code === 'EPERM')
    return new PaperboyError(`"${name}" is not readable.`, 'Check its permissions.', { cause: error })
  return new PaperboyError(`"${name}" cannot be read.`, 'Check the path and the disk.', { cause: error })
}
