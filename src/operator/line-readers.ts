import { availableParallelism } from 'node:os'
import { startThread, type Thread, threadFile } from '../lib/thread.ts'
import { type Piece, type ReadyPiece, readReady } from './read-ready.ts'

const reader = threadFile('line-worker', import.meta.url)
/** Starting a thread takes as long as reading so many pieces here. */
const readHere = 10
/** A longer piece, in characters, would hold up everything else here. */
const longestHere = 1_500_000
/** More than these would wait for the one that writes. */
const mostThreads = 4
/** Pieces that a thread has before it at once, so that it never waits for the next one. */
const piecesAhead = 4

/**
 * Reads pieces of a file, in their order: the first ones here, those of a larger file on threads of their own. At
 * most a few pieces are in memory.
 *
 * @throws what went wrong on a thread, or when it ended early
 */
export async function* readPieces(pieces: AsyncIterable<Piece>): AsyncGenerator<ReadyPiece> {
  const threads: Thread<Piece, ReadyPiece>[] = []
  const most = Math.min(mostThreads, availableParallelism())
  const reading: Promise<ReadyPiece>[] = []
  let count = 0
  try {
    for await (const piece of pieces) {
      count += 1
      if (count <= readHere && threads.length === 0 && piece.text.length <= longestHere) {
        yield readReady(piece)
        continue
      }
      if (threads.length < most) threads.push(startThread(reader))
      const read = threads[count % threads.length]?.ask(piece)
      if (read) reading.push(read)
      if (reading.length < most * piecesAhead) continue
      const first = await reading.shift()
      if (first) yield first
    }
    for (const read of reading) yield await read
  } finally {
    await Promise.all(threads.map(({ close }) => close()))
  }
}
