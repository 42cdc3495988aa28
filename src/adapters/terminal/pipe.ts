import { createInterface } from 'node:readline'
import type { Handle } from '../../platform/request.ts'
import { leaving } from './completion.ts'
import { type Conversation, finalReply } from './converse.ts'
import { lookOf, type Output } from './look.ts'
import { renderReply } from './render.ts'
import { write } from './write.ts'

export type PipeOptions = { input: NodeJS.ReadableStream; output: Output; conversation: Conversation }

/**
 * Answers the lines of a pipe one after another, in one conversation: only the finished replies are written, a blank
 * line between them. Ends with the input, at `exit`, when nobody reads any more, or with the signal.
 */
export async function answerPipe(handle: Handle, options: PipeOptions, signal: AbortSignal): Promise<void> {
  const { input, output, conversation } = options
  let gap = ''
  for await (const typed of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY, signal })) {
    const line = typed.trim()
    if (line === '') continue
    if (leaving.includes(line.toLowerCase())) return
    const reply = await finalReply(handle, line, conversation, signal)
    if (signal.aborted) return
    if (!(await write(output, `${gap}${renderReply(reply, lookOf(output))}\n`))) return
    gap = '\n'
  }
}
