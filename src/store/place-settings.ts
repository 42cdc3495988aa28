import { z } from 'zod'
import type { FactLog } from './facts.ts'
import { placeKey } from './json-columns.ts'
import type { PostAddress } from './subscriptions.ts'

/** How Paperboy behaves in one place, as far as that was set there. */
export type PlaceSettings = z.infer<typeof PlaceSettings>
const PlaceSettings = z.object({
  /**
   * What is answered: what is said to it alone; that and what follows an answer; or every message there that is plainly a
   * question which the papers surely answer.
   */
  answers: z.enum(['mentions', 'follow-ups', 'questions']).exactOptional(),
  /** Whether what is asked in the open is answered in a thread, or right there; left out, as its platform does. */
  repliesIn: z.enum(['thread', 'channel']).exactOptional(),
  /** Who changes what comes there. */
  changedBy: z.enum(['members', 'managers', 'everyone']).exactOptional(),
  /** Paperboy has said there who it is. */
  welcomed: z.literal(true).exactOptional(),
})

/** What was set for a place; nothing where nothing was, or another version wrote what this one cannot read. */
export async function readPlace(facts: Pick<FactLog, 'get'>, place: PostAddress): Promise<PlaceSettings> {
  const fact = await facts.get('place', placeKey(place))
  return PlaceSettings.safeParse(fact?.value).data ?? {}
}

/** Sets some of it, and leaves the rest. Durable when it resolves to what is set now. */
export async function setPlace(
  facts: Pick<FactLog, 'get' | 'put'>,
  place: PostAddress,
  some: PlaceSettings,
  at: Date,
): Promise<PlaceSettings> {
  const settings = { ...(await readPlace(facts, place)), ...some }
  await facts.put('place', placeKey(place), settings, at)
  return settings
}
