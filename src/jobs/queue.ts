import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import { runWithRequestId } from '../lib/request-id.ts'
import type { Job, JobLog, NewJob } from '../store/jobs.ts'
import { type Floor, settled } from './floor.ts'
import type { Held, Holder } from './holder.ts'

/**
 * Nothing is left to do, with an outcome to be remembered or without; or somebody is to go on with it: at once, after a
 * while that grows, or after so many milliseconds.
 */
export type Ending = 'done' | 'interrupted' | 'later' | { outcome: string } | { again: number }

/** Work of one kind, among all processes that share the database. */
export type Queue = {
  /**
   * Takes something new on, to be worked on here; durable when it resolves. Nothing comes back of what was known
   * before, or what others are to do.
   *
   * @throws when it could not be remembered
   */
  add(jobs: readonly Omit<NewJob, 'queue'>[]): Promise<readonly Held[]>
  /** Takes on what is due and held by nobody, at most so much, unless a job has the process to itself. */
  take(limit: number): Promise<readonly Held[]>
  /**
   * Works on a job to its end, as the request of its id; what the work throws is logged, and it is worked on again
   * later. Resolves to its end once that is recorded, to undefined when it was lost. Never throws.
   *
   * @param giveWay has it end early when another job is to have the process to itself
   */
  work(held: Held, handler: () => Promise<Ending>, giveWay?: () => void): Promise<Ending | undefined>
  /**
   * From now on takes on what is due or left by others, and has `begin` work on it.
   *
   * @param isWanted asked before each look; what it throws is logged
   */
  serve(begin: (held: Held) => void, isWanted?: () => Promise<boolean>): void
  /** Gives a job back: it can be taken on in so many milliseconds. */
  release(held: Held, wait: number): Promise<void>
  /** In how many milliseconds something can be taken; undefined when nothing is open. */
  wait(): Promise<number | undefined>
  /**
   * Whether all that is left is to tell who waits for it that nothing comes of it: too many processes ended while they
   * worked on it, it failed too often, or it is of no use any more.
   */
  isLastAttempt(job: Job): boolean
  /** Takes nothing more. Idempotent. */
  retire(): void
  /** Comes when work under way is to end. */
  stopping: AbortSignal
  /** Retires, lets work under way finish, then has it end, and gives back what is left; in milliseconds. */
  drain(patience: { finish: number; end: number }): Promise<void>
}

export type QueueOptions = {
  /** What is worked on at once when it was taken over: others take the rest. */
  mostAtOnce?: number
  /** What was taken on so often is not worked on any more. */
  mostAttempts?: number
  /** What more processes ended over is not worked on any more. */
  mostDeaths?: number
  /** How long after it was due, in milliseconds, work is of use. */
  stale?: number
  /** It comes round: never logged, given up or alone; what only `leads` jobs of another queue ends for none of them. */
  recurring?: 'works' | 'leads'
}

type Parts = {
  name: string
  jobs: JobLog
  holder: Holder
  floor: Floor
  clock: Clock
  log: Log
  keepTurning(): void
  /** What is called whenever it is time to look for work. */
  looking: Set<() => Promise<void>>
}

/** Waits, in milliseconds, until what failed is tried again: doubled every time, up to the longest. */
const waits = { first: 30_000, longest: 5 * 60_000 }
/** A job that ended so many processes has the next to itself. */
const suspicious = 2
/** Last attempts there are at the most: whatever tells that nothing comes of it may end processes, too. */
const lastAttempts = 3

export function createQueue(
  { name, jobs, holder, floor, clock, log, keepTurning, looking }: Parts,
  {
    mostAtOnce = 100,
    mostAttempts = Infinity,
    mostDeaths = Infinity,
    stale = Infinity,
    recurring,
  }: QueueOptions = {},
): Queue {
  const running = new Map<string, { held: Held; end: Promise<unknown> }>()
  const stopping = new AbortController()
  /** What was taken on here and not begun yet. */
  const waiting = new Set<Held>()
  let isRetired = false

  const tell = (facts: object, words: string) => log[recurring ? 'debug' : 'info'](facts, words)
  const requestOf = ({ id }: Job) => `${name.split(':').at(-1)}-${id}`
  const isLastAttempt = ({ deaths, attempts, dueAt }: Job) =>
    deaths > mostDeaths || attempts > mostAttempts || clock.now().getTime() - dueAt.getTime() > stale
  const isGivenUp = ({ deaths, attempts }: Job) =>
    deaths > mostDeaths + lastAttempts || attempts > mostAttempts + lastAttempts
  async function carryOut(held: Held, handler: () => Promise<Ending>): Promise<Ending | undefined> {
    const { job } = held
    const since = performance.now()
    let ending: Ending = 'later'
    try {
      if (!held.isMine()) return undefined
      ending = await handler()
    } catch (error) {
      if (!held.isMine()) return undefined
      log.error({ error: describeError(error) }, 'Work failed for now')
    }
    try {
      const isRecorded = await record(held, ending)
      const ms = Math.round(performance.now() - since)
      tell({ ending, attempts: job.attempts, ms }, 'Worked on')
      return isRecorded ? ending : undefined
    } catch (error) {
      // The hold runs out, and the next holder goes on.
      log.warn({ error: describeError(error) }, 'The end of work was not recorded')
      return undefined
    }
  }

  async function record(held: Held, ending: Ending): Promise<boolean> {
    if (ending === 'done') return holder.finish(held)
    if (typeof ending === 'object' && 'outcome' in ending) return holder.finish(held, ending.outcome)
    const wait = waitAfter(held.job, ending)
    await holder.release([held], { wait, ended: ending !== 'interrupted' })
    return true
  }

  const work: Queue['work'] = (held, handler, giveWay) => {
    const { job } = held
    waiting.delete(held)
    // One that was lost and taken over again ends first.
    const before = running.get(job.id)?.end ?? Promise.resolve()
    const end = before.then(() => runWithRequestId(requestOf(job), () => carryOut(held, handler)))
    running.set(job.id, { held, end })
    if (recurring !== 'leads') floor.begin(job.id, end, giveWay)
    void end.then(() => {
      if (running.get(job.id)?.end === end) running.delete(job.id)
    })
    return end
  }

  /** Of what was taken, what is to be begun: a job that ended processes only with nothing else under way. */
  async function admit(taken: readonly Held[]): Promise<readonly Held[]> {
    if (recurring) return taken
    const useless = taken.filter(({ job }) => isGivenUp(job))
    for (const held of useless) {
      log.error({ request: requestOf(held.job), deaths: held.job.deaths }, 'Work is given up')
      await holder.finish(held)
    }
    const rest = taken.filter((held) => !useless.includes(held))
    const suspect = rest.find(({ job }) => job.deaths >= suspicious)
    if (!suspect) return rest
    // The others would be suspects, too, should this one end the process.
    const others = rest.filter((held) => held !== suspect)
    await holder.release(others, { wait: 0, ended: false })
    await floor.clearFor(suspect.job.id)
    return [suspect]
  }

  async function take(limit: number): Promise<readonly Held[]> {
    if (isRetired || limit <= 0 || floor.isTaken()) return []
    keepTurning()
    return admit(await holder.take(name, limit))
  }

  return {
    async add(some) {
      const given = some.map((job) => ({ ...job, queue: name }))
      keepTurning()
      if (floor.isTaken()) {
        await jobs.add(given)
        return []
      }
      const added = await holder.add(given)
      for (const held of added) {
        waiting.add(held)
        const { keys } = given.find(({ payload }) => payload === held.job.payload) ?? {}
        tell({ request: requestOf(held.job), keys }, 'Taken on')
      }
      return added
    },

    take,
    work,

    serve(begin, isWanted) {
      let isLooking = false
      const look = async () => {
        if (isLooking) return
        isLooking = true
        try {
          if (isRetired || (isWanted && !(await isWanted()))) return
          for (const held of await take(mostAtOnce - running.size)) begin(held)
        } catch (error) {
          log.warn({ queue: name, error: describeError(error) }, 'Work could not be looked for')
        } finally {
          isLooking = false
        }
      }
      looking.add(look)
      keepTurning()
      void look()
    },

    release(held, wait) {
      floor.leave(held.job.id)
      return holder.release([held], { wait, ended: false })
    },
    wait: () => jobs.wait(name),
    isLastAttempt,

    retire() {
      isRetired = true
    },

    stopping: stopping.signal,

    async drain({ finish, end }) {
      isRetired = true
      const ends = () => [...running.values()].map((one) => one.end)
      await settled(ends(), finish)
      stopping.abort()
      await settled(ends(), end)
      const left = [...waiting, ...[...running.values()].map(({ held }) => held)]
      await holder
        .release(left, { wait: 0, ended: false })
        .catch((error) => log.info({ error: describeError(error) }, 'Work was not given back'))
    },
  }
}

function waitAfter({ attempts }: Job, ending: Exclude<Ending, { outcome: string }>): number {
  if (typeof ending === 'object') return ending.again
  return ending === 'later' ? Math.min(waits.first * 2 ** (attempts - 1), waits.longest) : 0
}
