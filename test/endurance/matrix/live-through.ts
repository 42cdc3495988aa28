import { setTimeout as sleep } from 'node:timers/promises'
import type { Kill, Process, Stage, Surroundings } from './stage.ts'

/** How long one stays frozen at the most, in milliseconds; the others have gone on long before. */
const longestSleep = 30_000
/** How long a process that was frozen may take to see what became of its work, in milliseconds. */
const waking = 6_000
/** How long a process may take to come to where it is to end, in milliseconds. */
const patience = 240_000

export type Story<Outcome> = {
  surroundings: Surroundings
  /** Happens once, in the first life. */
  begin?(): Promise<unknown>
  /** Resolves to what came of it once everything is finished. */
  end(): Promise<Outcome>
  /** By which calls lives end, where those are not of the platform. */
  when?: Stage['when']
}

/** Starts a process for each kill, waits for its end, and lets the last one live until everything is finished. */
export async function liveThrough<Outcome>(
  stage: Pick<Stage, 'launch' | 'when'>,
  kills: readonly Kill[],
  { surroundings, begin, end, when = stage.when }: Story<Outcome>,
): Promise<{ lives: number; outcome: Outcome; output: string }> {
  const frozen: Process[] = []
  for (const [life, kill] of kills.entries()) {
    const doomed = stage.launch(surroundings)
    await Promise.all([endAt(doomed, kill, when), life === 0 && begin?.()])
    if (kill.how === 'frozen') frozen.push(doomed)
  }
  const survivor = stage.launch(surroundings)
  const output = () => [survivor, ...frozen].map((one) => one.output()).join('\n---\n')
  try {
    const ending = end()
    // One that was frozen while it wrote holds the lock of a file until it wakes.
    if (frozen.length > 0) await Promise.race([ending, sleep(longestSleep)])
    for (const one of frozen) one.wake()
    const outcome = await ending
    if (frozen.length > 0) await sleep(waking)
    return { lives: kills.length + 1, outcome, output: output() }
  } catch (error) {
    throw new Error(output(), { cause: error })
  } finally {
    for (const one of frozen) one.wake()
    await Promise.all([survivor, ...frozen].map((one) => one.stop()))
  }
}

function endAt(doomed: Process, kill: Kill, when: Stage['when']): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      void doomed.kill()
      reject(new Error(`It never came so far. ${doomed.output()}`))
    }, patience)
    const end = async () => {
      clearTimeout(late)
      if (kill.how === 'frozen') doomed.freeze()
      else await (kill.how === 'gently' ? doomed.stop() : doomed.kill())
      resolve()
    }
    when(kill, () => void (kill.later === undefined ? end() : setTimeout(end, kill.later)))
  })
}
