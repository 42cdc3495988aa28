import type { webApi } from '@slack/bolt'
import { z } from 'zod'
import type { Calls } from './calls.ts'

export type MessageAt = { channel: string; ts: string }

/** The type of the metadata that marks our messages. */
export const markType = 'paperboy_answer'
/** Messages of one request, and the most requests: apps of some kinds get 15 messages and one request a minute. */
const look = { messages: 200, requests: 20 }

const Marked = z.object({
  ts: z.string(),
  metadata: z.object({ event_type: z.literal(markType), event_payload: z.object({ key: z.string() }) }),
})

export type Wanted = {
  channel: string
  /** Among the messages of a thread instead of those of the channel. */
  thread?: string | undefined
  keys: readonly string[]
  /** None of them is older, as a time stamp of Slack's. */
  since: string
  signal?: AbortSignal | undefined
}

/** Looks for messages of ours by the keys they were sent with; -> where those that are there stand, by key. */
export type FindMarked = (wanted: Wanted) => Promise<ReadonlyMap<string, MessageAt>>

/** @throws when Slack refuses to show what was said, or more was said than is looked through */
export function createFindMarked(client: webApi.WebClient, calls: Calls): FindMarked {
  return async ({ channel, thread, keys, since, signal }) => {
    const found = new Map<string, MessageAt>()
    const where = { channel, oldest: since, limit: look.messages, include_all_metadata: true }
    let cursor: string | undefined
    for (let request = 0; request < look.requests; request++) {
      const page = { ...where, ...(cursor !== undefined && { cursor }) }
      const { messages = [], response_metadata: more } =
        thread === undefined
          ? await calls.call('conversations.history', () => client.conversations.history(page), { signal })
          : await calls.call(
              'conversations.replies',
              () => client.conversations.replies({ ...page, ts: thread }),
              { signal },
            )
      for (const message of messages) {
        const { ts, metadata } = Marked.safeParse(message).data ?? {}
        const key = metadata?.event_payload.key
        if (ts !== undefined && key !== undefined && keys.includes(key)) found.set(key, { channel, ts })
      }
      cursor = more?.next_cursor
      if (!cursor || found.size === new Set(keys).size) return found
    }
    throw new Error('Too much was said since to tell whether a message was posted')
  }
}
