import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until something holds. @throws when it does not within so many milliseconds */
export async function until(holds: () => boolean, most: number): Promise<void> {
  const end = performance.now() + most
  while (!holds()) {
    if (performance.now() > end) throw new Error(`It did not come so far in ${most} ms: ${holds}`)
    await sleep(10)
  }
}
