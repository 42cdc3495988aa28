import type { AIMessageChunk } from '@langchain/core/messages'
import { z } from 'zod'
import { modelError } from './failure.ts'
import type { TokenCount } from './model.ts'

/** What the pieces of a streamed answer tell besides its text. */
export type Ending = { chunks: number; reason?: string; tokens?: TokenCount }

/** Every provider has its own word for the reason why an answer ended. */
const Facts = z.object({
  response_metadata: z.object({
    finish_reason: z.string().nullish(), // OpenAI and compatible servers
    stop_reason: z.string().nullish(), // Anthropic
    finishReason: z.string().nullish(), // Google
    done_reason: z.string().nullish(), // Ollama
  }),
  usage_metadata: z
    .object({ input_tokens: z.number(), output_tokens: z.number() })
    .transform(({ input_tokens, output_tokens }) => ({ input: input_tokens, output: output_tokens }))
    .optional()
    .catch(undefined),
})

/** The ending as known once this chunk has come too. */
export function withChunk(ending: Ending, chunk: AIMessageChunk): Ending {
  const facts = Facts.safeParse(chunk).data
  const told = facts?.response_metadata
  const reason =
    told?.finish_reason ?? told?.stop_reason ?? told?.finishReason ?? told?.done_reason ?? ending.reason
  const tokens = facts?.usage_metadata ?? ending.tokens
  return { chunks: ending.chunks + 1, ...(reason ? { reason } : {}), ...(tokens ? { tokens } : {}) }
}

/**
 * Makes sure that an answer ended as it should.
 *
 * @param needsReason whether the provider always names a reason, so that a missing one means a cut connection
 * @throws ModelError `truncated`, `refused`, or `nonsense` when the server did not stream an answer at all
 */
export function checkEnding(ending: Ending, text: string, needsReason: boolean): void {
  const reason = ending.reason ?? ''
  if (/^(length|max_tokens)$/i.test(reason)) throw modelError('truncated')
  if (/content_filter|refusal|safety|prohibited|blocklist|guardrail/i.test(reason))
    throw modelError('refused')
  if (ending.chunks === 0) throw modelError('nonsense', 'the stream held no answer')
  if (needsReason && reason === '') throw modelError('truncated')
  // LangChain drops the text of a refusal: what is left of one is an empty answer.
  if (text.trim() === '') throw modelError('refused')
}
