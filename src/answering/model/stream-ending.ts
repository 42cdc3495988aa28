import type { BaseMessageChunk } from '@langchain/core/messages'
import { z } from 'zod'
import { modelError } from './failure.ts'
import type { TokenCount } from './model.ts'

/** What the pieces of a streamed answer tell besides its text. */
export type StreamEnd = { chunks: number; reason?: string; tokens?: TokenCount }

const count = z.number().nonnegative()
/** Every provider has its own word for the reason why an answer ended. */
const Reason = z.object({
  finish_reason: z.string().nullish(), // OpenAI and compatible servers
  stop_reason: z.string().nullish(), // Anthropic
  finishReason: z.string().nullish(), // Google, Mistral
  done_reason: z.string().nullish(), // Ollama
})
const Facts = z.object({
  response_metadata: Reason,
  additional_kwargs: Reason,
  usage_metadata: z
    .object({ input_tokens: count, output_tokens: count })
    .transform(({ input_tokens, output_tokens }) => ({ input: input_tokens, output: output_tokens }))
    .optional()
    .catch(undefined),
})

/** The text in a piece; of what a model writes by a tool that nobody offered, what the tool is handed. */
export function textOf(chunk: BaseMessageChunk): string {
  if (chunk.text !== '') return chunk.text
  const { data } = ToolCalls.safeParse(chunk)
  return data?.tool_call_chunks.map(({ args }) => args).join('') ?? ''
}
const ToolCalls = z.object({ tool_call_chunks: z.array(z.object({ args: z.string().catch('') })) })

/** The ending as known once this chunk has come too. */
export function withChunk(ending: StreamEnd, chunk: BaseMessageChunk): StreamEnd {
  const { data } = Facts.safeParse(chunk)
  const reason = reasonIn(data?.response_metadata) ?? reasonIn(data?.additional_kwargs) ?? ending.reason
  const more = data?.usage_metadata
  // Anthropic counts the prompt in the first piece and the answer in the last.
  const before = ending.tokens ?? { input: 0, output: 0 }
  // Some libraries fill in zeros where a server counts nothing.
  const isCount = more !== undefined && more.input + more.output > 0
  const tokens = isCount
    ? { input: before.input + more.input, output: before.output + more.output }
    : ending.tokens
  return { chunks: ending.chunks + 1, ...(reason && { reason }), ...(tokens && { tokens }) }
}

function reasonIn(told: z.infer<typeof Reason> | undefined): string | undefined {
  return told?.finish_reason ?? told?.stop_reason ?? told?.finishReason ?? told?.done_reason ?? undefined
}

/**
 * Makes sure that an answer ended as it should: every provider gives a reason, so that a missing one means a cut connection.
 *
 * @throws ModelError `truncated`, `cut`, `refused`, or `nonsense` when the server did not stream an answer at all
 */
export function checkEnding({ chunks, reason = '' }: StreamEnd, text: string): void {
  if (/^(length|max_tokens)$/i.test(reason)) throw modelError('truncated')
  if (/content_filter|refusal|safety|prohibited|blocklist|spii|recitation|guardrail/i.test(reason))
    throw modelError('refused')
  if (chunks === 0) throw modelError('nonsense', 'the stream held no answer')
  if (reason === '') throw modelError('cut')
  // LangChain drops the text of a refusal: what is left of one is an empty answer.
  if (text.trim() === '') throw modelError('refused')
}
