import { z } from 'zod'

/** What scripts get of daily posts and places: see json-output.ts. */

const text = z.string()
const count = z.int().nonnegative()
const day = z.iso.date()
const moment = z.iso.datetime()

export const Subscription = z.strictObject({
  id: text,
  topic: text.exactOptional(),
  /** After midnight, on the clock of `zone`. */
  minute: count,
  /** Monday is 1, Sunday 7. */
  days: z.array(z.int().min(1).max(7)),
  zone: text,
  /** A day on which it comes, of those of which only every other one counts. */
  alternate: day.exactOptional(),
  top: count,
  quiet: z.enum(['silence', 'note']),
  /** Words that papers of the topic have to hold. */
  only: z.array(text).exactOptional(),
  /** Words of papers that are not wanted. */
  without: z.array(text).exactOptional(),
  /** Authors that are followed. */
  authors: z.array(text).exactOptional(),
  /** Questions that are watched, and the day on which one was answered. */
  watches: z.array(z.strictObject({ question: text, answered: day.exactOptional() })).exactOptional(),
  /** Nothing but what is followed and watched comes. */
  alone: z.literal(true).exactOptional(),
  paused: text.exactOptional(),
  /** The first day on which it may come again. */
  pausedUntil: day.exactOptional(),
  next: moment,
  /** The address of its feed. */
  feed: z.url().exactOptional(),
})
export const Subscriptions = z.strictObject({ subscriptions: z.array(Subscription) })

/** What was set for a place. */
export const PlaceForm = z.strictObject({
  answers: z.enum(['mentions', 'follow-ups', 'questions']).exactOptional(),
  repliesIn: z.enum(['thread', 'channel']).exactOptional(),
  changedBy: z.enum(['members', 'managers', 'everyone']).exactOptional(),
})
