import type { Deliver } from '../digests/deliver.ts'
import type { WorkList } from '../jobs/work-list.ts'
import type { Clock } from '../lib/clock.ts'
import type { PaperboyError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { TurnLog } from '../store/store.ts'
import type { PostAddress } from '../store/subscriptions.ts'
import type { Command, Handle } from './command.ts'
import type { Complete } from './complete.ts'

export type { Ending, HeldItem } from '../jobs/work-list.ts'

/** A platform people talk to Paperboy on: it turns events into requests and draws the replies. */
export type Adapter = {
  /** As people call the platform: `Slack`, `Discord`. */
  name: string
  /**
   * Connects and begins to answer; resolves when connected. Tries again by itself, for a bounded time.
   *
   * @throws PaperboyError that says what happened and what to do, when it cannot connect
   */
  start(handle: Handle): Promise<void>
  /** Takes on nothing new, lets answers under way finish or say that they were stopped; within 8 s. Idempotent. */
  stop(): Promise<void>
  /** Resolves when it gave up for good after it was connected, such as on a revoked token; pending otherwise. */
  failed: Promise<PaperboyError>
  /** Whether the platform can reach it at this moment, once it has started; while it connects anew it cannot. */
  isConnected(): boolean
  /** How posts get to places of this platform, once it is connected. */
  posts?: { platform: PostAddress['platform']; deliver: Deliver }
}

/** What every adapter is given besides its own credentials and addresses. */
export type AdapterParts = {
  /** Where questions are written down that must survive a restart: an adapter takes nothing on that is not there. */
  openWorkList: (platform: string) => WorkList
  /** To know whether a conversation is one in which Paperboy answered. */
  turns: Pick<TurnLog, 'recent'>
  /** For menus, slash commands and their options. */
  commands: readonly Command[]
  complete: Complete
  log: Log
  clock: Clock
}
