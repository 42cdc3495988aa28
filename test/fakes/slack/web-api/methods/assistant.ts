import { z } from 'zod'
import { fromJson } from '../../validation/message.ts'
import { words } from '../../validation/text-objects.ts'
import { type AssistantThread, id, type Method, method, type Platform, timestamp } from './method.ts'

const prompts = z
  .array(z.strictObject({ title: words(255), message: words(4000) }))
  .min(1)
  .max(4)

/** `assistant.threads.setStatus`, `.setTitle` and `.setSuggestedPrompts`. */
export function assistantMethods({ workspace, threads }: Platform): Record<string, Method> {
  const thread = (channel: string, ts = ''): AssistantThread => {
    const key = `${workspace.writable(channel).id}:${ts}`
    const found = threads.get(key) ?? { statuses: [] }
    threads.set(key, found)
    return found
  }
  return {
    'assistant.threads.setStatus': method(
      z.object({
        channel_id: id,
        thread_ts: timestamp,
        status: z.string(),
        loading_messages: fromJson(z.array(words(50)).min(1).max(10)).optional(),
      }),
      'chat:write',
      ({ channel_id, thread_ts, status, loading_messages: [shown = status] = [] }) => {
        const found = thread(channel_id, thread_ts)
        found.status = shown
        found.statuses.push(shown)
        return {}
      },
    ),
    'assistant.threads.setTitle': method(
      z.object({ channel_id: id, thread_ts: timestamp, title: words(255) }),
      'assistant:write',
      ({ channel_id, thread_ts, title }) => {
        thread(channel_id, thread_ts).title = title
        return {}
      },
    ),
    'assistant.threads.setSuggestedPrompts': method(
      z.object({
        channel_id: id,
        thread_ts: timestamp.optional(),
        title: words(255).optional(),
        prompts: fromJson(prompts),
      }),
      'assistant:write',
      ({ channel_id, thread_ts, prompts: offered }) => {
        thread(channel_id, thread_ts).prompts = offered
        return {}
      },
    ),
  }
}
