import { commands } from '../../src/commands/all.ts'
import { createDescribe } from '../../src/commands/describe.ts'
import { createRunner } from '../../src/jobs/runner.ts'
import { createWorkList } from '../../src/jobs/work-list.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { createCommandPlaces } from '../../src/operator/command-places.ts'
import { createMembership } from '../../src/operator/membership.ts'
import type { Adapter, AdapterParts } from '../../src/platform/adapter.ts'
import type { Handle } from '../../src/platform/request.ts'
import { openStore } from '../../src/store/open.ts'
import { readPlace } from '../../src/store/place-settings.ts'
import { questionsOf } from '../../src/store/queues.ts'

/** A question as somebody asked it on the platform. */
export type Asked = {
  /** The platform tells of it once more. */
  redeliver(): void
  /** What stands in answer to it as the one who asked reads it, one for each message. */
  answers(): readonly string[]
  /** The same as others read it. */
  seenByOthers(): readonly string[]
  /** The moments, in milliseconds, at which its answer was shown or changed. */
  shownAt(): readonly number[]
}

/** A platform on loopback, as the contract sees it. */
export type Stage = {
  /** What the adapter calls its platform: `slack`. */
  platform: string
  /** An adapter as a process has it, that is not connected yet. */
  createAdapter(parts: AdapterParts): Adapter
  /** Somebody asks in a place of its own, where others read. */
  ask(line: string): Asked
  /** Somebody asks so that only they see the answer. */
  askPrivately(line: string): Asked
  /** The next messages of answers are turned away for too many calls, with this `Retry-After`. */
  limit(times: number, retryAfter: string | undefined): void
  /** The next message of an answer is refused for good. */
  refuse(): void
  /** The moments, in milliseconds, at which messages of answers were tried to be sent. */
  attempts(): readonly number[]
  clock?: Clock
  close(): Promise<void>
}

/** A platform and a database, on which processes come and go. */
export async function openProcesses(stage: Stage) {
  const store = await openStore('sqlite::memory:')
  const silent = () => undefined
  const log = { debug: silent, info: silent, warn: silent, error: silent }
  const clock = stage.clock ?? { now: () => new Date() }
  const adapters: Adapter[] = []
  const ends: (() => void)[] = []
  return {
    ...stage,
    async start(handle: Handle) {
      let isCutOff = false
      const jobs = reachable(store.jobs, () => !isCutOff)
      const runner = createRunner({ store: { jobs }, clock, log })
      const adapter = stage.createAdapter({
        openWorkList: (platform) => createWorkList({ jobs: runner, platform, log }),
        turns: store.turns,
        placeSettings: (place) => readPlace(store.facts, place),
        membership: createMembership({ store, clock, log }),
        commandPlaces: createCommandPlaces(store, clock),
        reserve: store.pace.reserve,
        menu: commands,
        describe: createDescribe(commands),
        complete: () => Promise.resolve([]),
        prefill: () => Promise.resolve({ values: {} }),
        log,
        clock,
      })
      adapters.push(adapter)
      await adapter.start(handle)
      return {
        adapter,
        /** The database hears nothing of this process any more, as when it is frozen or gone. */
        cutOff: () => {
          isCutOff = true
        },
      }
    },
    onEnd: (end: () => void) => void ends.push(end),
    unfinished: () => store.jobs.unfinished(questionsOf(stage.platform)),
    async close() {
      for (const end of ends) end()
      await Promise.all(adapters.map((adapter) => adapter.stop()))
      await stage.close()
      await store.close()
    },
  }
}

/** What a process reaches only as long as that holds. */
function reachable<T extends object>(target: T, isThere: () => boolean): T {
  const refuse = () => Promise.reject(new Error('The database does not answer.'))
  return new Proxy(target, {
    get: (_, name) => (isThere() ? Reflect.get(target, name) : refuse),
  })
}
