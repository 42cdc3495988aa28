import { setTimeout as sleep } from 'node:timers/promises'

/** Whether work takes longer than so many milliseconds; how it ends is no matter. */
export async function takesLonger(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const ended = new AbortController()
  const end = () => ended.abort()
  work.then(end, end)
  return sleep(milliseconds, true, { signal: ended.signal }).catch(() => false)
}
