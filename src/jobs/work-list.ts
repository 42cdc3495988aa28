import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { Json } from '../lib/json.ts'
import type { Log } from '../lib/log.ts'
import { asRequest } from '../lib/request-id.ts'
import type { Inbox, InboxItem, UnfinishedItem } from '../store/store.ts'
import { holdFrom } from './hold-from.ts'

/** Something to answer, which this process alone may answer now. */
export type HeldItem = UnfinishedItem & {
  /** Comes when another process may have taken it over: nothing more is to be sent. */
  lost: AbortSignal
  /**
   * Whether it is still this process's alone, to be asked right before something is sent: whoever slept with the whole
   * machine wakes up before the signal comes.
   */
  isMine(): boolean
}

/** Nothing is left to do; or somebody is to go on with it: at once, or after a while. */
export type Ending = 'done' | 'interrupted' | 'later'

/**
 * The work of one platform that this process holds, among all that share the inbox. It goes on holding what it works
 * on, and takes over what others leave.
 */
export type WorkList = {
  /**
   * Takes something new on; durable when it resolves. Undefined when it was taken on before.
   *
   * @throws when it could not be remembered
   */
  accept(item: Omit<InboxItem, 'platform'>): Promise<HeldItem | undefined>
  /**
   * Works on an item to its end, as the request of its id; what `answer` throws is logged, and the item is worked on
   * again later.
   */
  work(item: HeldItem, answer: () => Promise<Ending>): void
  /** Remembers how far it is. Never throws: what was sent is found again without it, only less surely. */
  note(item: HeldItem, state: Json): Promise<void>
  /** From now on, what no living process holds is taken over: `begin` is to work on it. */
  takeOver(begin: (item: HeldItem) => void): void
  /** Takes nothing over any more. Idempotent. */
  retire(): void
  /** Comes when answers under way are to end. */
  stopping: AbortSignal
  /** Retires, lets answers under way finish, then has them end, and gives back what is left; in milliseconds. */
  drain(patience: { finish: number; end: number }): Promise<void>
}

type WorkListParts = { inbox: Inbox; platform: string; clock: Clock; log: Log }

/** How long, in milliseconds, work is held, and how often that is prolonged and looked for what others have left. */
const lasting = 9_000
const interval = 1_500
/** So long before the end nothing more is sent, in milliseconds: what is on its way must arrive before others look for it. */
const onItsWay = 3_000
/** What is worked on at once when it was taken over: others take the rest. */
const mostAtOnce = 100
/** Waits, in milliseconds, until what failed is tried again: doubled every time, up to the longest. */
const waits = { first: 30_000, longest: 5 * 60_000 }
/** What was taken on more often, or is older (in milliseconds), is dropped: it ends every process, or is of no use. */
const mostTakes = 20
const stale = 24 * 60 * 60_000

export function createWorkList({ inbox, platform, clock, log }: WorkListParts): WorkList {
  const holder = randomUUID()
  /** What this process holds: until when it may send, by the time since its start, and how to let go of it. */
  const held = new Map<string, { until: number; lose(): void }>()
  /** What is worked on, by item. */
  const running = new Map<string, Promise<void>>()
  const stopping = new AbortController()
  let isRetired = false
  let isLooking = false
  let timer: NodeJS.Timeout | undefined

  /** What the log, and a model's server, call an item; the same for every process that takes it on. */
  const requestOf = ({ id }: { id: string }) => `${platform}-${id}`
  const holdFor = (milliseconds = lasting) => holdFrom(clock.now(), holder, milliseconds)

  function hold(item: UnfinishedItem, since: number): HeldItem {
    const losing = new AbortController()
    const lose = () => losing.abort(new Error('Another process may have taken it over.'))
    const mine = { until: since + lasting - onItsWay, lose }
    held.set(item.id, mine)
    const isMine = () => !losing.signal.aborted && performance.now() <= mine.until
    return { ...item, lost: losing.signal, isMine }
  }

  function lose(id: string): void {
    held.get(id)?.lose()
    held.delete(id)
  }

  async function carryOut(item: HeldItem, answer: () => Promise<Ending>): Promise<void> {
    const since = performance.now()
    let ending: Ending = 'later'
    try {
      ending = await answer()
    } catch (error) {
      if (!item.isMine()) return
      log.error({ error: describeError(error) }, 'An answer could not be shown for now')
    }
    try {
      if (ending === 'done') await inbox.finish(item.id)
      else if (item.isMine()) await inbox.prolong([item.id], holdFor(waitAfter(item, ending)))
    } catch (error) {
      // The hold runs out, and whoever takes it over goes on.
      log.warn({ error: describeError(error) }, 'The end of an answer was not recorded')
    }
    if (!item.lost.aborted) held.delete(item.id)
    log.info({ ending, takes: item.takes, ms: Math.round(performance.now() - since) }, 'Worked on')
  }

  /** Never throws. */
  async function look(begin: (item: HeldItem) => void): Promise<void> {
    // Whoever slept, or could not reach the database, does not know what others have done meanwhile.
    for (const [id, { until }] of held) if (performance.now() > until) lose(id)
    if (isLooking) return
    isLooking = true
    try {
      await prolongAll()
      await takeFree(begin)
    } catch (error) {
      log.warn({ platform, error: describeError(error) }, 'The inbox could not be looked at')
    } finally {
      isLooking = false
    }
  }

  async function prolongAll(): Promise<void> {
    if (held.size === 0) return
    const since = performance.now()
    const ids = [...held.keys()]
    const ours = new Set(await inbox.prolong(ids, holdFor()))
    for (const id of ids) {
      const one = held.get(id)
      if (one && ours.has(id)) one.until = since + lasting - onItsWay
      else lose(id)
    }
  }

  async function takeFree(begin: (item: HeldItem) => void): Promise<void> {
    const room = mostAtOnce - running.size
    if (isRetired || room <= 0) return
    const since = performance.now()
    for (const item of await inbox.takeOver(platform, holdFor(), room)) {
      const { id, at, takes } = item
      if (takes > mostTakes || clock.now().getTime() - at.getTime() > stale) {
        log.error({ request: requestOf(item), at, takes }, 'Old work is dropped')
        await inbox.finish(id)
      } else begin(hold(item, since))
    }
  }

  return {
    async accept(item) {
      const since = performance.now()
      const accepted = await inbox.accept({ ...item, platform }, holdFor())
      if (!accepted) return undefined
      log.info({ request: requestOf(accepted), keys: item.keys }, 'Taken on')
      return hold({ ...accepted, payload: item.payload, at: item.at, takes: 1 }, since)
    },

    work(item, answer) {
      // One that was lost and taken over again ends first.
      const before = running.get(item.id) ?? Promise.resolve()
      const mine = before.then(() => asRequest(requestOf(item), () => carryOut(item, answer)))
      running.set(item.id, mine)
      void mine.then(() => running.get(item.id) === mine && running.delete(item.id))
    },

    async note({ id }, state) {
      try {
        await inbox.note(id, state)
      } catch (error) {
        log.warn({ error: describeError(error) }, 'How far an answer is was not recorded')
      }
    },

    takeOver(begin) {
      void look(begin)
      timer = setInterval(() => void look(begin), interval).unref()
    },

    retire() {
      isRetired = true
    },

    stopping: stopping.signal,

    async drain({ finish, end }) {
      isRetired = true
      await settled(running, finish)
      stopping.abort()
      await settled(running, end)
      clearInterval(timer)
      const left = [...held.keys()]
      for (const id of left) lose(id)
      await inbox
        .prolong(left, holdFor(0))
        .catch((error) => log.info({ error: describeError(error) }, 'Work was not given back'))
    },
  }
}

function waitAfter({ takes }: UnfinishedItem, ending: Ending): number {
  return ending === 'later' ? Math.min(waits.first * 2 ** (takes - 1), waits.longest) : 0
}

/** Resolves when all are done, or after some milliseconds. */
async function settled(work: ReadonlyMap<string, Promise<void>>, most: number): Promise<void> {
  const done = new AbortController()
  const late = sleep(most, undefined, { signal: done.signal }).catch(() => undefined)
  await Promise.race([Promise.all(work.values()), late])
  done.abort()
}
