import { randomBytes } from 'node:crypto'
import type { Json } from '../lib/json.ts'
import type { PaperId } from '../papers/paper.ts'
import type { Platform, PostAddress } from './subscriptions.ts'

/** What goes out of its own accord: a post of a subscription on one day, or a word to its owner about that day's. */
export type Due = {
  subscription: string
  /** The local ISO day it is for. */
  day: string
  kind: 'post' | 'notice'
  to: PostAddress
  /** When it was due. */
  due: Date
}

/** One thing that goes out once: whoever claims it is the only one that sends it. */
export type Delivery = Due & {
  /** What the platform is given to know a repeat by: unguessable, at most 20 characters. */
  id: string
  /** What was chosen for it and how far it is, as noted last; undefined until something was noted. */
  progress?: Json
}

/** What became of a delivery. */
export type Outcome = 'sent' | 'nothing-new' | 'skipped' | 'failed'

/** A paper that is about to be shown somewhere, with the votes it has then. */
export type Showing = { paper: PaperId; votes: number }

/** How often a paper was shown at a place, when first, and with how many votes last. */
export type Shown = { first: Date; times: number; votes: number }

/** Who works on something, and until when nobody else may. */
export type Hold = { holder: string; now: Date; until: Date }

/** The durable log of posts: none is sent twice, and none that was begun is forgotten. */
export type DeliveryLog = {
  /**
   * Claims what is due, in one step, with what is known of its progress: durable when it resolves. What was claimed or
   * skipped before is left out of the result: of several claims at once, in whichever process, exactly one gets it.
   */
  claim(due: readonly (Due & { progress?: Json })[], hold: Hold): Promise<readonly Delivery[]>
  /** Records what was never begun and never will be; what was claimed before stays as it is. Durable, idempotent. */
  skip(missed: readonly Due[], at: Date): Promise<void>
  /**
   * Takes over what was claimed for a platform and not finished, and whose holder let the time run out or gave it back,
   * oldest first. Each by one only.
   */
  takeOver(platform: Platform, hold: Hold, limit: number): Promise<readonly Delivery[]>
  /** From when on the first of those can be taken over; undefined when all of a platform's are finished. */
  free(platform: Platform): Promise<Date | undefined>
  /**
   * Goes on holding it until a moment, or gives it back from that moment on; false when another holder has it or it is
   * finished.
   */
  prolong(id: string, hold: Hold): Promise<boolean>
  /** Notes how far it is, in place of what was noted before. Durable; nothing happens once it is finished. */
  note(id: string, progress: Json): Promise<void>
  /** As `note`, and from then on these papers are known at its place, unless it comes to nothing. All or nothing. */
  choose(id: string, progress: Json, papers: readonly Showing[], at: Date): Promise<void>
  /**
   * It is done. Unless it was sent, the papers chosen for it are no longer known at its place by it. Durable,
   * idempotent: the first outcome stays.
   */
  finish(id: string, outcome: Outcome, at: Date): Promise<void>
  /** Which of these papers were shown at a place before or are about to be. */
  shown(place: PostAddress, papers: readonly PaperId[]): Promise<ReadonlyMap<PaperId, Shown>>
  /** The latest finished posts of a subscription, newest first. */
  of(subscription: string, limit: number): Promise<readonly (Delivery & { outcome: Outcome; at: Date })[]>
  /** How many posts failed for good since a moment. */
  failures(since: Date): Promise<number>
  /** Forgets what was finished before a moment, except which papers were shown. Returns how many. */
  forget(before: Date): Promise<number>
}

/** A new id for a delivery: 20 characters, since Discord takes no longer nonce than 25 with a message's number behind. */
export const deliveryId = (): string => randomBytes(10).toString('hex')
