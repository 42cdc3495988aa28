import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import { validateBlocks } from '../../validation/blocks.ts'
import { content, fromJson } from '../../validation/message.ts'
import { id, type Method, method, type Platform, timestamp } from './method.ts'

const chunk = z.looseObject({ type: z.enum(['markdown_text', 'task_update', 'plan_update', 'blocks']) })
const piece = {
  markdown_text: z.string().max(12_000).optional(),
  chunks: fromJson(z.array(chunk)).optional(),
  metadata: content.metadata,
}
type Piece = { markdown_text?: string | undefined; chunks?: readonly z.infer<typeof chunk>[] | undefined }

/** What a stream holds in all, from answers of Slack in the issues of its clients. */
const longestStream = 12_000

/** `chat.startStream`, `chat.appendStream` and `chat.stopStream`: a message that grows. */
export function streamMethods({ workspace, messages }: Platform): Record<string, Method> {
  const streamed = (channel: string, ts: string) => {
    const message = messages.find(workspace.writable(channel).id, ts)
    if (!message) throw new Refusal('message_not_found')
    if (!message.streaming) throw new Refusal('message_not_in_streaming_state')
    return message
  }
  const longer = (before: string, given: Piece) => {
    if (given.markdown_text !== undefined && given.chunks) throw new Refusal('markdown_text_conflict')
    const text = before + textOf(given)
    if (text.length > longestStream) throw new Refusal('msg_too_long')
    return text
  }

  return {
    'chat.startStream': method(
      z.object({
        channel: id,
        thread_ts: timestamp,
        recipient_user_id: id.optional(),
        recipient_team_id: id.optional(),
        task_display_mode: z.enum(['timeline', 'plan', 'dense']).optional(),
        ...piece,
      }),
      'chat:write',
      ({ channel, thread_ts, recipient_user_id, recipient_team_id, ...given }) => {
        const place = workspace.writable(channel)
        if (place.kind === 'channel' && !recipient_user_id) throw new Refusal('missing_recipient_user_id')
        if (place.kind === 'channel' && !recipient_team_id) throw new Refusal('missing_recipient_team_id')
        const message = messages.post({
          channel,
          ts: workspace.nextTime(),
          user: workspace.bot.user,
          fromBot: true,
          thread: thread_ts,
          streaming: true,
          text: longer('', given),
        })
        return { channel, ts: message.ts }
      },
    ),
    'chat.appendStream': method(
      z.object({ channel: id, ts: timestamp, ...piece }),
      'chat:write',
      ({ channel, ts, ...given }) => {
        const message = streamed(channel, ts)
        messages.change(message, { text: longer(message.text, given) })
        return { channel, ts }
      },
    ),
    'chat.stopStream': method(
      z.object({ channel: id, ts: timestamp, blocks: content.blocks, ...piece }),
      'chat:write',
      ({ channel, ts, blocks, ...given }) => {
        const message = streamed(channel, ts)
        const text = longer(message.text, given)
        const ending = blocks === undefined ? [] : validateBlocks(blocks, 'message')
        // The text stands above the blocks; an empty stream shows the blocks alone.
        const body = text === '' ? [] : validateBlocks([{ type: 'markdown', text }], 'message')
        message.streaming = false
        messages.change(message, { text, blocks: [...body, ...ending] })
        return { channel, ts }
      },
    ),
  }
}

function textOf({ markdown_text, chunks = [] }: Piece): string {
  const pieces = chunks.map(({ type, text }) => (type === 'markdown_text' ? z.string().parse(text) : ''))
  return (markdown_text ?? '') + pieces.join('')
}
