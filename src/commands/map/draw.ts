import { Worker } from 'node:worker_threads'
import { PaperboyError } from '../../lib/errors.ts'
import { threadFile } from '../../lib/thread.ts'
import type { Paper } from '../../papers/paper.ts'
import type { Picture } from '../../replies/pictures/draw-map.ts'
import type { MapTheme } from '../../retrieval/map-papers.ts'

/** What a map is drawn from; goes to a worker thread as a copy. */
export type MapOrder = {
  title: string
  papers: readonly Paper[]
  /** Folded words that name no theme here. */
  without: readonly string[]
  /** Of the papers by meaning, in their order. */
  vectors?: readonly Float32Array[]
}

/** A picture with the themes it shows, in the order of the papers' numbers. */
export type DrawnMap = Picture & { themes: readonly MapTheme[] }

/**
 * Sorts, places and draws papers on a thread of its own: a hundred of them take about a second, for which nobody
 * else should wait.
 *
 * @throws what the signal says when it comes, or what went wrong on the thread; a PaperboyError where nothing can be drawn
 */
export async function drawPaperMap(order: MapOrder, signal: AbortSignal): Promise<DrawnMap> {
  signal.throwIfAborted()
  const worker = new Worker(threadFile('worker', import.meta.url), { workerData: order })
  const { promise, resolve, reject } = Promise.withResolvers<DrawnMap>()
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  worker.once('message', resolve)
  worker.once('error', (error) => reject(canDraw(error) ? error : cannotDraw(error)))
  worker.once('exit', (code) => reject(new Error(`The thread that draws maps ended early (${code}).`)))
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

/** Whether the package that draws has its binary, which npm leaves out with the optional packages. */
const canDraw = (error: unknown): boolean =>
  !(error instanceof Error && /native binding/i.test(error.message))

const cannotDraw = (cause: unknown): PaperboyError =>
  new PaperboyError(
    'Maps cannot be drawn here: the library that draws them (@napi-rs/canvas) has no binary for this machine.',
    'Install Paperboy again with its optional packages.',
    { cause },
  )
