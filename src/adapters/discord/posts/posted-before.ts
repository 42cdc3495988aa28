import { createHash } from 'node:crypto'
import { type REST, Routes, SnowflakeUtil } from 'discord.js'
import { z } from 'zod'
import type { MessageBody } from '../render.ts'

/** How much earlier than ours Discord's clock may be, in milliseconds. */
const clockDifference = 60_000
/** Messages of a request, the most Discord gives, and requests that look for one post. */
const perPage = 100
const mostPages = 10
/** The least number that marks a message: Discord numbers components itself from 1 on. */
const leastMark = 1_000_000

const History = z.array(
  z.object({
    id: z.string(),
    author: z.object({ bot: z.boolean().default(false) }),
    content: z.string().default(''),
    components: z.array(z.object({ id: z.number().optional() })).default([]),
  }),
)

/**
 * The number by which message `slot` of a post is known again: Discord leaves nonces out of its history, but keeps the
 * ids of components, which are 32-bit numbers (reference "Components", "Anatomy of a Component").
 */
export function markOf(key: string, slot: number): number {
  const digest = createHash('sha256').update(`${key}.${slot}`).digest().readUInt32BE()
  return leastMark + (digest % (2 ** 31 - leastMark))
}

/** A message that carries its mark. */
export function marked(body: MessageBody, mark: number): MessageBody {
  const [first, ...others] = body.components
  return first ? { ...body, components: [{ ...first, id: mark }, ...others] } : body
}

/**
 * The ids of those messages of a post that stand in a channel, by slot.
 *
 * @param content by which a message without components is known, which carries no mark
 * @throws what the request throws; where Discord does not let the history be read, it tells of no messages
 */
export async function findPosted(
  rest: REST,
  channel: string,
  {
    key,
    since,
    slots,
    content,
  }: { key: string; since: Date; slots: readonly number[]; content?: string | undefined },
): Promise<ReadonlyMap<number, string>> {
  const wanted = new Map(slots.map((slot) => [markOf(key, slot), slot]))
  const found = new Map<number, string>()
  let after = String(SnowflakeUtil.generate({ timestamp: since.getTime() - clockDifference }))
  for (let page = 0; page < mostPages && found.size < wanted.size; page++) {
    const query = new URLSearchParams({ after, limit: String(perPage) })
    const messages = History.parse(await rest.get(Routes.channelMessages(channel), { query }))
    for (const { id, components, author, content: said } of messages) {
      const [first] = components
      const isSame = !first && author.bot && content !== undefined && said === content
      const slot = isSame ? slots[0] : wanted.get(first?.id ?? 0)
      if (slot !== undefined) found.set(slot, id)
    }
    const newest = messages
      .map(({ id }) => BigInt(id))
      .reduce((one, other) => (one > other ? one : other), 0n)
    if (messages.length < perPage) break
    after = String(newest)
  }
  return found
}
