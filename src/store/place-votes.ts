import { z } from 'zod'
import type { PaperId } from '../papers/paper.ts'
import type { PostAddress } from './subscriptions.ts'

/** Somebody brought a paper up in a place, or liked it there. */
export type PlaceVote = { paper: PaperId; person: string; at: Date }

/** What people of each place think worth reading: one vote a person for a paper, by a link or a button. */
export type PlaceVotes = {
  /** A later vote of the same person for the same paper takes the place of the earlier. Durable, idempotent. */
  add(place: PostAddress, votes: readonly PlaceVote[]): Promise<void>
  /** Idempotent. */
  remove(place: PostAddress, vote: Pick<PlaceVote, 'paper' | 'person'>): Promise<void>
  /** Those of a place since a moment, the latest first. */
  since(place: PostAddress, moment: Date, limit: number): Promise<readonly PlaceVote[]>
  /** How many there were before a moment, in all places: they are gone. */
  forgetBefore(moment: Date): Promise<number>
}

const Row = z.object({ paper: z.string(), person: z.string(), at: z.coerce.number() })

/** A row of the table `place_votes`, as either engine has it. */
export function toPlaceVote(row: unknown): PlaceVote {
  const { paper, person, at } = Row.parse(row)
  return { paper, person, at: new Date(at) }
}
