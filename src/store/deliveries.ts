import { randomBytes } from 'node:crypto'
import type { Json } from '../lib/json.ts'
import type { PaperId } from '../papers/paper.ts'
import type { PostAddress } from './subscriptions.ts'

/** One post of a subscription on one day: whoever claims it is the only one that sends it. */
export type Delivery = {
  /** What the platform is given to know a repeat by: unguessable, at most 20 characters. */
  id: string
  subscription: string
  /** The local ISO day it is for. */
  day: string
  to: PostAddress
  /** When it was due. */
  due: Date
  /** What was chosen for it and how far it is, as noted last; undefined until something was noted. */
  progress?: Json
}

/** What became of a delivery. */
export type Outcome = 'sent' | 'nothing-new' | 'skipped' | 'failed'

/** Who works on something, and until when nobody else may. */
export type Hold = { holder: string; now: Date; until: Date }

/** The durable log of posts: none is sent twice, and none that was begun is forgotten. */
export type DeliveryLog = {
  /**
   * Claims a post: durable when it resolves. Undefined when this day of the subscription was claimed before; of
   * several at once, in whichever process, exactly one gets it.
   */
  claim(
    post: Pick<Delivery, 'subscription' | 'day' | 'to' | 'due'>,
    hold: Hold,
  ): Promise<Delivery | undefined>
  /** Takes over claimed and unfinished posts whose holders let their time run out, oldest first. Each by one only. */
  takeOver(hold: Hold, limit: number): Promise<readonly Delivery[]>
  /** Goes on holding a post; false when another holder has it or it is finished. */
  prolong(id: string, hold: Hold): Promise<boolean>
  /** Notes how far a post is, in place of what was noted before. Durable; nothing happens once it is finished. */
  note(id: string, progress: Json): Promise<void>
  /**
   * The post is done. All or nothing: the papers it showed are from then on known at its place. Durable, idempotent:
   * the first outcome stays.
   */
  finish(id: string, outcome: Outcome, papers: readonly PaperId[], at: Date): Promise<void>
  /** Which of these papers were shown at a place before, and when first. */
  shown(place: PostAddress, papers: readonly PaperId[]): Promise<ReadonlyMap<PaperId, Date>>
  /** The latest finished posts of a subscription, newest first. */
  of(subscription: string, limit: number): Promise<readonly (Delivery & { outcome: Outcome; at: Date })[]>
}

/** A new id for a delivery: 20 characters, since Discord takes no longer nonce than 25 with a message's number behind. */
export const deliveryId = (): string => randomBytes(10).toString('hex')
