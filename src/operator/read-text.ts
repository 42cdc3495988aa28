import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { TextDecoder } from 'node:util'
import { createGunzip } from 'node:zlib'
import { PaperboyError } from '../lib/errors.ts'
import { bounds } from '../papers/bounds.ts'

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
 * Opens a file, or standard input for `-`. A file whose name ends in `.gz` is unpacked while it is read.
 *
 * @throws PaperboyError when there is no such file, or it is a folder or may not be read
 */
export async function openText(path: string, stdin: AsyncIterable<Uint8Array>): Promise<TextSource> {
  if (path === '-') return { name: 'stdin', chunks: stdin }
  try {
    const found = await stat(path)
    if (found.isDirectory())
      throw new PaperboyError(`"${path}" is a folder.`, 'Name the file in it that holds the papers.')
    if (!found.isFile()) return { name: path, chunks: createReadStream(path) }
    const version = `${basename(path)} ${found.size} ${found.mtimeMs}`
    if (path.endsWith('.gz')) return { name: path, version, chunks: unpacked(path) }
    return { name: path, version, bytes: found.size, chunks: createReadStream(path) }
  } catch (error) {
    throw readingError(path, error)
  }
}

/** What cannot be read, or unpacked, fails where the pieces are waited for. */
function unpacked(path: string): AsyncIterable<Uint8Array> {
  const packed = createReadStream(path)
  const chunks = createGunzip()
  packed.once('error', (error) => chunks.destroy(error))
  return packed.pipe(chunks)
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
      decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true })
      yield decode(bytes)
      onRead(bytes.length)
    }
    yield decode()
  } catch (error) {
    throw readingError(name, error)
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
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

/** Lines in pieces, without those that a run before this one came to: the first so many of them. */
export async function* piecesOf(
  lines: AsyncIterable<string>,
  { behind }: { behind: number },
): AsyncGenerator<{ lines: readonly string[]; first: number }> {
  let piece: string[] = []
  let length = 0
  let first = behind + 1
  let number = 0
  for await (const line of lines) {
    number += 1
    if (number <= behind) continue
    piece.push(line)
    length += line.length
    if (piece.length < mostLines && length < longestPiece) continue
    yield { lines: piece, first }
    piece = []
    length = 0
    first = number + 1
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
    return new PaperboyError(`"${name}" may not be read.`, 'Check its permissions.', { cause: error })
  return new PaperboyError(`"${name}" cannot be read.`, 'Check the path and the disk.', { cause: error })
}
