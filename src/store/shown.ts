import type { PaperId } from '../papers/paper.ts'
import type { PostAddress } from './subscriptions.ts'

/** A paper that is about to be shown somewhere, with the votes it has then. */
export type Showing = { paper: PaperId; votes: number }

/** How often a paper was shown at a place, when first, and with how many votes last. */
export type ShowingHistory = { first: Date; times: number; votes: number }

/** Which papers were shown where; never forgotten. */
export type ShownPapers = {
  /** Remembers what a post shows at a place. Durable, idempotent. */
  add(place: PostAddress, post: string, papers: readonly Showing[], at: Date): Promise<void>
  /** The post came to nothing: its papers are no longer known there by it. Durable, idempotent. */
  remove(post: string): Promise<void>
  /** Which of these papers were shown at a place before or are about to be. */
  at(place: PostAddress, papers: readonly PaperId[]): Promise<ReadonlyMap<PaperId, ShowingHistory>>
}
