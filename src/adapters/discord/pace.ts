import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Draws a growing sequence no faster than allowed: what comes while a version is being drawn or waited for replaces
 * the ones before it, and the last is always drawn. The sequence is read to its end at its own pace.
 *
 * @param draw `final` for the last version; what it throws for any other is up to it to handle
 * @param pace how long the first version waits for a fuller one, and the time between two, in milliseconds
 * @returns the last version
 */
export async function drawPaced<T>(
  versions: AsyncIterable<T>,
  draw: (version: T, final: boolean) => Promise<void>,
  pace: { first: number; between: number },
): Promise<T | undefined> {
  const ended = new AbortController()
  let latest: T | undefined
  let drawing: Promise<void> | undefined
  let drawnAt: number | undefined

  const rest = () => (drawnAt === undefined ? pace.first : drawnAt + pace.between - performance.now())
  const drawLatest = async () => {
    // Waiting ends early with the sequence: then its last version is the one to draw.
    await sleep(Math.max(0, rest()), undefined, { signal: ended.signal }).catch(() => undefined)
    if (ended.signal.aborted || latest === undefined) return
    await draw(latest, false)
    drawnAt = performance.now()
    drawing = undefined
  }

  try {
    for await (const version of versions) {
      latest = version
      drawing ??= drawLatest()
    }
  } finally {
    ended.abort()
    await drawing
  }
  if (latest === undefined) return undefined
  if (drawnAt !== undefined) await sleep(Math.max(0, rest()))
  await draw(latest, true)
  return latest
}
