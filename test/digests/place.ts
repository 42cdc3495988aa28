import type { Json } from '../../src/lib/json.ts'
import type { Deliver, Post } from '../../src/platform/deliver.ts'
import { placeKey } from '../../src/store/json-columns.ts'
import type { PostAddress } from '../../src/store/subscriptions.ts'

export type Message = { place: string; key: string; text: string }

/**
 * A platform that takes posts message by message, as Slack does: it keeps every message it is sent, and knows one again
 * only when it is asked to look. `step` is called before and after each message is taken, and may never come back.
 */
export function createPlace(step: () => Promise<void> = async () => undefined) {
  const messages: Message[] = []
  const closed = new Map<string, string>()
  /** Places where requests fail, by how often they still do. */
  const failing = new Map<string, number>()
  /** Places where the rest has to wait, for how long and how often. */
  const waiting = new Map<string, { again: number; times: number }>()

  const deliverBy =
    (step: () => Promise<void>): Deliver =>
    async (to, post, mark) => {
      const place = placeKey(to)
      const sent: string[] = Array.isArray(mark.posted) ? mark.posted.map(String) : []
      for (const [part, text] of textsOf(post).entries()) {
        const key = `${mark.key}#${part}`
        if (sent.includes(key)) continue
        mark.signal.throwIfAborted()
        const why = closed.get(place)
        if (why !== undefined) return { kind: 'closed', why }
        const failures = failing.get(place) ?? 0
        if (failures > 0) {
          failing.set(place, failures - 1)
          throw new Error('The platform is down.')
        }
        const known = mark.mayExist && messages.some((message) => message.key === key)
        if (!known) {
          await step()
          messages.push({ place, key, text })
          await step()
        }
        sent.push(key)
        await mark.note(sent satisfies Json)
      }
      const wait = waiting.get(place)
      const { again } = wait && wait.times-- > 0 ? wait : {}
      return {
        ...{ kind: 'posted', conversation: `${place} ${mark.key}` },
        ...(again !== undefined && { again }),
      }
    }

  return {
    deliver: deliverBy(step),
    /** The same platform, for another process. */
    survivor: deliverBy(async () => undefined),
    messages,
    closed,
    failing,
    waiting,
    /** What stands at a place, oldest first. */
    at: (to: PostAddress) => messages.filter(({ place }) => place === placeKey(to)),
  }
}

const textsOf = ({ brief, details }: Post): readonly string[] =>
  [brief, ...details].map(({ summary }) => summary)
