import type { WorkList } from '../jobs/work-list.ts'
import type { Clock } from '../lib/clock.ts'
import type { PaperboyError } from '../lib/errors.ts'
import type { Json } from '../lib/json.ts'
import type { Log } from '../lib/log.ts'
import type { PaceLog } from '../store/pace.ts'
import type { PlaceSettings } from '../store/place-settings.ts'
import type { TurnLog } from '../store/store.ts'
import type { PostAddress } from '../store/subscriptions.ts'
import type { PlatformWorkspace } from '../store/workspace-papers.ts'
import type { Deliver, DeliverTogether } from './deliver.ts'
import type { Describe } from './describe.ts'
import type { Complete, MenuEntry } from './menu.ts'
import type { Prefill } from './options-form.ts'
import type { Address, Handle } from './request.ts'

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
  /**
   * Takes on nothing new and lets answers under way finish; keeps what is left for the next process, and says so.
   * Within 8 s. Idempotent.
   */
  stop(): Promise<void>
  /** Resolves when it gave up for good after it was connected, such as on a revoked token; pending otherwise. */
  failed: Promise<PaperboyError>
  /** Whether the platform can reach it at this moment, once it has started; while it connects anew it cannot. */
  isConnected(): boolean
  /** What it was not given and does without, and what to do about it, in a sentence for `status`; once it is connected. */
  lacks?(): string | undefined
  /** How posts get to places of this platform, once it is connected. */
  posts?: {
    platform: Address['platform']
    deliver: Deliver
    /** How posts go out as one message that are due together at a place; left out, each is a message of its own. */
    deliverTogether?: DeliverTogether
    /** Nobody can say anything below its posts, or to their buttons. */
    isDeaf?: true
  }
}

/** How an adapter is, for `status`. */
export type AdapterStatus = {
  name: string
  state: 'connecting' | 'connected' | 'reconnecting' | 'failed' | 'stopped'
  lacks?: string
}

/** Where Paperboy is, as the platform tells it. Nothing of it fails. */
export type Membership = {
  /** A workspace took it out: nothing goes there any more. An outage is none of this. */
  left(from: PlatformWorkspace): Promise<void>
  /** A channel did. */
  leftChannel(from: PostAddress): Promise<void>
  /** It is in a workspace, and may have been out of it before. */
  joined(to: PlatformWorkspace): Promise<void>
  /** The workspaces of a platform of which something is kept, and whether it is known to be out of them. */
  known(platform: string): Promise<readonly { workspace: string; isLeft: boolean }[]>
}

/** What every adapter is given besides its own credentials and addresses. */
export type AdapterParts = {
  /** Where questions are written down that must survive a restart: an adapter takes nothing on that is not there. */
  openWorkList: (platform: string) => WorkList
  /** To know whether a conversation is one in which Paperboy answered, and to let it go on in a thread of its own. */
  turns: Pick<TurnLog, 'recent' | 'move'>
  /** How a place is set. Quick; never fails. */
  placeSettings: (place: PostAddress) => Promise<PlaceSettings>
  membership: Membership
  /** Where the commands of an application are registered; undefined before anything was noted of it. */
  commandPlaces: {
    get(application: string): Promise<Json | undefined>
    put(application: string, places: Json): Promise<void>
  }
  /** Turns at what a platform takes only so often from all processes together: see `PaceLog`. */
  reserve: PaceLog['reserve']
  /** For menus, slash commands and their options. */
  menu: readonly MenuEntry[]
  /** What a line asks for, and what that is declared to be. */
  describe: Describe
  complete: Complete
  prefill: Prefill
  log: Log
  clock: Clock
}
