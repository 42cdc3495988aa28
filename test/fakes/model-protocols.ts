import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { ErrorBody, ScriptedStream } from './openai-answers.ts'

/** How one provider's API is spoken, as far as Paperboy uses it. */
export type Protocol = {
  /** Where chats are asked for, after the base address. */
  path: RegExp
  key(headers: IncomingHttpHeaders): string | undefined
  /** A request of which anything is missing or unknown is refused, as the API does. */
  request: z.ZodType
  /** The JSON Schema that the answer is asked to have. */
  schemaOf(body: unknown): unknown
  begin: Record<string, string>
  open?: (answer: ScriptedStream) => readonly string[]
  piece(text: string): string
  close(answer: ScriptedStream): readonly string[]
  /** What is sent in the middle of an answer, or instead of one. */
  failure(error: ErrorBody): string
  error(status: number, error: ErrorBody): object
}

const used = (answer: ScriptedStream) =>
  answer.usage === false ? undefined : (answer.usage ?? { prompt_tokens: 100, completion_tokens: 10 })
const event = (data: object, name?: string) =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`
const sse = { 'content-type': 'text/event-stream' }
const schema = z.looseObject({ type: z.literal('object') })
const at = (body: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((value, name) => Object(value)[name], body)

/** https://docs.anthropic.com/en/api/messages-streaming and /build-with-claude/structured-outputs. */
export const anthropic: Protocol = {
  path: /^\/v1\/messages$/,
  key: (headers) => (headers['anthropic-version'] ? String(headers['x-api-key']) : undefined),
  request: z.strictObject({
    model: z.string(),
    max_tokens: z.int().positive(),
    system: z
      .string()
      .or(z.array(z.strictObject({ type: z.literal('text'), text: z.string() })))
      .optional(),
    messages: z
      .array(
        z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string().or(z.array(z.unknown())) }),
      )
      .min(1),
    stream: z.literal(true),
    temperature: z.number().optional(),
    thinking: z.strictObject({ type: z.literal('disabled') }).optional(),
    output_config: z
      .strictObject({ format: z.strictObject({ type: z.literal('json_schema'), schema }) })
      .optional(),
  }),
  schemaOf: (body) => at(body, 'output_config', 'format', 'schema'),
  begin: sse,
  open: (answer) => [
    event(
      {
        type: 'message_start',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'claude',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: { input_tokens: used(answer)?.prompt_tokens ?? 0, output_tokens: 0 },
        },
      },
      'message_start',
    ),
    event(
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      'content_block_start',
    ),
    event({ type: 'ping' }, 'ping'),
  ],
  piece: (text) =>
    event(
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
      'content_block_delta',
    ),
  close: (answer) => {
    const reasons = { stop: 'end_turn', length: 'max_tokens', content_filter: 'refusal' }
    return [
      event({ type: 'content_block_stop', index: 0 }, 'content_block_stop'),
      event(
        {
          type: 'message_delta',
          delta: {
            stop_reason: answer.refusal === undefined ? reasons[answer.finish ?? 'stop'] : 'refusal',
            stop_sequence: null,
          },
          usage: { output_tokens: used(answer)?.completion_tokens ?? 0 },
        },
        'message_delta',
      ),
      event({ type: 'message_stop' }, 'message_stop'),
    ]
  },
  failure: ({ message }) => event({ type: 'error', error: { type: 'overloaded_error', message } }, 'error'),
  error: (status, { message }) => ({
    type: 'error',
    error: { type: status === 429 ? 'rate_limit_error' : 'invalid_request_error', message },
  }),
}

/** https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent */
export const google: Protocol = {
  path: /^\/v1beta\/models\/[\w.-]+:streamGenerateContent$/,
  key: (headers) => String(headers['x-goog-api-key']),
  request: z.looseObject({
    contents: z
      .array(
        z.looseObject({
          role: z.enum(['user', 'model']),
          parts: z.array(z.looseObject({ text: z.string() })),
        }),
      )
      .min(1),
    systemInstruction: z.looseObject({ parts: z.array(z.looseObject({ text: z.string() })) }).optional(),
    generationConfig: z.strictObject({
      temperature: z.number().optional(),
      maxOutputTokens: z.int().positive(),
      responseMimeType: z.literal('application/json').optional(),
      responseJsonSchema: schema.optional(),
      candidateCount: z.literal(1).optional(),
      thinkingConfig: z.looseObject({}).optional(),
    }),
  }),
  schemaOf: (body) => at(body, 'generationConfig', 'responseJsonSchema'),
  begin: sse,
  piece: (text) => event({ candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0 }] }),
  close: (answer) => {
    const reasons = { stop: 'STOP', length: 'MAX_TOKENS', content_filter: 'SAFETY' }
    const usage = used(answer)
    return [
      event({
        candidates: [
          {
            content: { role: 'model', parts: [{ text: '' }] },
            finishReason:
              answer.refusal === undefined ? reasons[answer.finish ?? 'stop'] : 'PROHIBITED_CONTENT',
            index: 0,
          },
        ],
        ...(usage && {
          usageMetadata: {
            promptTokenCount: usage.prompt_tokens,
            candidatesTokenCount: usage.completion_tokens,
            totalTokenCount: usage.prompt_tokens + usage.completion_tokens,
          },
        }),
      }),
    ]
  },
  failure: ({ message }) => event({ error: { code: 503, message, status: 'UNAVAILABLE' } }),
  error: (code, { message }) => ({ error: { code, message, status: 'FAILED_PRECONDITION' } }),
}

/** https://docs.mistral.ai/api/#tag/chat, whose streams are OpenAI's with the usage in the last piece. */
export const mistral: Protocol = {
  path: /^\/v1\/chat\/completions$/,
  key: (headers) => headers.authorization?.replace('Bearer ', ''),
  request: z.strictObject({
    model: z.string(),
    messages: z
      .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }))
      .min(1),
    stream: z.literal(true),
    max_tokens: z.int().positive(),
    temperature: z.number().optional(),
    top_p: z.number().optional(),
    safe_prompt: z.boolean().optional(),
    response_format: z
      .strictObject({
        type: z.enum(['json_schema', 'json_object']),
        json_schema: z.strictObject({ name: z.string(), strict: z.boolean(), schema }).optional(),
      })
      .optional(),
  }),
  schemaOf: (body) => at(body, 'response_format', 'json_schema', 'schema'),
  begin: sse,
  piece: (content) => event(mistralPiece({ role: 'assistant', content }, null)),
  close: (answer) => {
    const usage = used(answer) ?? { prompt_tokens: 0, completion_tokens: 0 }
    return [
      event({
        ...mistralPiece({ content: '' }, answer.finish ?? 'stop'),
        usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
      }),
      'data: [DONE]\n\n',
    ]
  },
  failure: ({ message }) => event({ object: 'error', message, type: 'service_unavailable', code: 3505 }),
  error: (_, { message }) => ({ object: 'error', message, type: 'invalid_request', code: null }),
}

const mistralPiece = (delta: object, finish_reason: string | null) => ({
  id: 'cmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'mistral',
  choices: [{ index: 0, delta, finish_reason }],
})

/** https://docs.ollama.com/api/chat: a JSON object a line. */
export const ollama: Protocol = {
  path: /^\/api\/chat$/,
  key: () => undefined,
  request: z.strictObject({
    model: z.string(),
    messages: z
      .array(z.looseObject({ role: z.enum(['system', 'user', 'assistant', 'tool']), content: z.string() }))
      .min(1),
    stream: z.literal(true),
    format: z.literal('json').or(schema).optional(),
    think: z.boolean().optional(),
    options: z.looseObject({ num_predict: z.int().positive(), num_ctx: z.int().positive() }),
  }),
  schemaOf: (body) => schema.safeParse(at(body, 'format')).data,
  begin: { 'content-type': 'application/x-ndjson' },
  piece: (content) => line({ message: { role: 'assistant', content }, done: false }),
  close: (answer) => {
    const usage = used(answer)
    return [
      line({
        message: { role: 'assistant', content: '' },
        done: true,
        done_reason: answer.finish ?? 'stop',
        ...(usage && { prompt_eval_count: usage.prompt_tokens, eval_count: usage.completion_tokens }),
      }),
    ]
  },
  failure: ({ message }) => `${JSON.stringify({ error: message })}\n`,
  error: (_, { message }) => ({ error: message }),
}

const line = (fields: object) =>
  `${JSON.stringify({ model: 'llama', created_at: '2026-11-30T06:00:00Z', ...fields })}\n`
