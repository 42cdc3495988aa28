import { setTimeout as sleep } from 'node:timers/promises'
import type { Reply } from '../../../replies/reply.ts'

/** When pages in between are drawn, in milliseconds: the first soon, the others not too often. */
export type DrawingPace = { first: number; between: number }

/**
 * Reads pages to their end and draws the newest now and then meanwhile. What is finished before the first page would
 * be drawn is not drawn in between at all.
 *
 * @param draw shows a page that a later one replaces; never throws
 * @returns the last page, once as much time has passed since the last drawing as between two
 */
export async function drawPages(
  pages: AsyncIterable<Reply>,
  draw: (page: Reply) => Promise<void>,
  { first, between }: DrawingPace,
): Promise<Reply | undefined> {
  let newest: Reply | undefined
  let drawn: Reply | undefined
  let drawnAt = Number.NEGATIVE_INFINITY
  const ended = new AbortController()
  const pause = (wait: number) => sleep(wait, undefined, { signal: ended.signal }).catch(() => undefined)

  const drawing = (async () => {
    await pause(first)
    while (!ended.signal.aborted) {
      if (newest && newest !== drawn) {
        drawn = newest
        await draw(newest)
        drawnAt = performance.now()
      }
      await pause(drawn ? between : first)
    }
  })()
  try {
    for await (const page of pages) newest = page
  } finally {
    ended.abort()
    await drawing
  }
  const early = drawnAt + between - performance.now()
  if (early > 0) await sleep(early)
  return newest
}
