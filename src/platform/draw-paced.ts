import { setTimeout as sleep } from 'node:timers/promises'

/** How long the first version waits for a fuller one, and the time between two, in milliseconds. */
export type Pace = { first: number; between: number }

/**
 * Reads a growing sequence to its end, at its own pace, and draws versions of it no faster than allowed: what comes
 * while one is being drawn or waited for replaces those before it. What ends before the first would be drawn is not
 * drawn in between at all.
 *
 * @param draw shows a version that a later one replaces; never throws
 * @returns the last version, which is left to be drawn, once that is allowed; undefined when there was none
 * @throws what reading the sequence throws
 */
export async function drawPaced<T>(
  versions: AsyncIterable<T>,
  draw: (version: T) => Promise<void>,
  { first, between }: Pace,
): Promise<T | undefined> {
  const ended = new AbortController()
  let latest: { version: T } | undefined
  let drawing: Promise<void> | undefined
  let drawnAt: number | undefined

  const rest = () => (drawnAt === undefined ? first : Math.max(0, drawnAt + between - performance.now()))
  const drawLatest = async () => {
    // Waiting ends early with the sequence: then its last version is not one in between.
    await sleep(rest(), undefined, { signal: ended.signal }).catch(() => undefined)
    if (ended.signal.aborted || latest === undefined) return
    await draw(latest.version)
    drawnAt = performance.now()
    drawing = undefined
  }

  try {
    for await (const version of versions) {
      latest = { version }
      drawing ??= drawLatest()
    }
  } finally {
    ended.abort()
    await drawing
  }
  if (drawnAt !== undefined) await sleep(rest())
  return latest?.version
}
