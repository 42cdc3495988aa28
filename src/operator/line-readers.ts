import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Lines } from '../papers/sources/json-lines.ts'
import { type ReadyPiece, readReady } from './read-ready.ts'

/** Starting a thread takes as long as reading so many pieces here. */
const readHere = 10
/** More than these would wait for the one that writes. */
const mostThreads = 4
/** Pieces that a thread has before it at once, so that it never waits for the next one. */
const piecesAhead = 4

/**
 * Reads pieces of JSON Lines, in their order: the first ones here, those of a larger file on threads of their own. At
 * most a few pieces are in memory.
 *
 * @throws what went wrong on a thread, or when it ended early
 */
export async function* readPieces(pieces: AsyncIterable<Lines>): AsyncGenerator<ReadyPiece> {
  const threads: ReturnType<typeof startThread>[] = []
  const most = Math.min(mostThreads, availableParallelism())
  const reading: Promise<ReadyPiece>[] = []
  let count = 0
  try {
    for await (const piece of pieces) {
      count += 1
      if (count <= readHere) {
        yield readReady(piece)
        continue
      }
      if (threads.length < most) threads.push(startThread())
      const read = threads[count % threads.length]?.read(piece)
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

/** A thread that reads pieces in the order in which it is given them. */
function startThread() {
  const worker = new Worker(new URL('./line-worker.ts', import.meta.url))
  const waiting: PromiseWithResolvers<ReadyPiece>[] = []
  let failure: unknown
  const fail = (error: unknown) => {
    failure ??= error
    for (const { reject } of waiting.splice(0)) reject(failure)
  }
  worker.on('message', (piece: ReadyPiece) => waiting.shift()?.resolve(piece))
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('A thread that reads papers ended early.')))
  return {
    read(piece: Lines): Promise<ReadyPiece> {
      const answer = Promise.withResolvers<ReadyPiece>()
      // Whoever waits for it hears of it; it may fail before anybody does.
      answer.promise.catch(() => undefined)
      if (failure) answer.reject(failure)
      else {
        waiting.push(answer)
        worker.postMessage(piece)
      }
      return answer.promise
    },
    close: () => worker.terminate(),
  }
}
