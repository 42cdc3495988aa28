import { z } from 'zod'
import type { PostAddress, Subscription } from './subscriptions.ts'

/** What engines keep as JSON, read back with the same checks whichever engine kept it. */

const Moment = z.iso.datetime().transform((moment) => new Date(moment))
const inPlatform = {
  platform: z.string(),
  workspace: z.string().exactOptional(),
}
export const Address = z.discriminatedUnion('kind', [
  z.object({ ...inPlatform, kind: z.literal('channel'), channel: z.string() }),
  z.object({ ...inPlatform, kind: z.literal('direct'), person: z.string() }),
])
const Day = z.literal([1, 2, 3, 4, 5, 6, 7])
const KeptSubscription = z.object({
  id: z.string(),
  to: Address,
  owner: z.object({ id: z.string(), name: z.string().exactOptional() }),
  topic: z.string().exactOptional(),
  schedule: z.object({
    minute: z.number(),
    days: z.array(Day),
    zone: z.string(),
    alternate: z.string().exactOptional(),
  }),
  top: z.number(),
  quiet: z.enum(['silence', 'note']),
  only: z.array(z.string()).exactOptional(),
  without: z.array(z.string()).exactOptional(),
  authors: z.array(z.string()).exactOptional(),
  watches: z
    .array(z.object({ question: z.string(), after: z.number(), answered: z.string().exactOptional() }))
    .exactOptional(),
  alone: z.literal(true).exactOptional(),
  likes: z.array(z.string()).exactOptional(),
  less: z.array(z.string()),
  paused: z.string().exactOptional(),
  pausedUntil: z.string().exactOptional(),
  confirmed: z.object({ conversation: z.string(), by: z.string(), at: Moment }).exactOptional(),
  asked: Address.exactOptional(),
  feed: z.string().exactOptional(),
  createdAt: Moment,
})
export const readJson = (json: string) => z.json().parse(JSON.parse(json))
export const readSubscription = (json: string): Omit<Subscription, 'nextDue'> =>
  KeptSubscription.parse(JSON.parse(json))

/** How the names of all places of a workspace begin, those of direct conversations there, too. */
export const placesWithin = ({ platform, workspace }: { platform: string; workspace: string }): string =>
  `${JSON.stringify([platform, workspace]).slice(0, -1)},`

/** One name for a place, a channel or anyone's direct conversation: equal for equal places. */
export function placeKey(to: PostAddress): string {
  const where = to.kind === 'channel' ? to.channel : to.person
  return JSON.stringify([to.platform, to.workspace ?? null, to.kind, where])
}
