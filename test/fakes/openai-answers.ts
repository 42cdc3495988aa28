import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

/** What a chat request is answered with; each scripted answer serves one request, in order. */
export type ScriptedAnswer = ScriptedStream | ScriptedError | { kind: 'silence' } | { kind: 'reset' }

export type ScriptedStream = {
  kind: 'stream'
  /** The text, in the pieces in which it is sent; some servers send lists of parts. */
  pieces: readonly (string | readonly ContentPart[])[]
  /** Sent before them, as servers do that part what a model thinks from what it answers. */
  thoughts?: readonly string[]
  /** The answer is sent as a call of a tool of this name. */
  tool?: string
  /** Milliseconds before the first byte. */
  delay?: number
  /** Milliseconds after each piece; 1 when left out. */
  pause?: number
  /** `stop` when left out; null ends the stream without one. */
  finish?: 'stop' | 'length' | 'content_filter' | null
  /** Left out: counted when the request asks for it. False: never sent, as older servers do. */
  usage?: { prompt_tokens: number; completion_tokens: number } | false
  /** What happens after the pieces instead of a proper end. */
  ending?: 'stall' | 'cut' | { error: ErrorBody }
  /** The text of a refusal, sent in the place of content. */
  refusal?: string
}

/** A part of a content that is a list, as Mistral's thinking models stream it. */
export type ContentPart =
  | { type: 'text'; text: string }
  | { type: 'thinking'; thinking: readonly { type: 'text'; text: string }[] }

export type ScriptedError = {
  kind: 'error'
  status: number
  error: ErrorBody
  headers?: Record<string, string>
}

export type ErrorBody = { message: string; type?: string; code?: string | null; param?: string | null }

/** The part of a chat request that tests look at. */
export type ChatRequest = z.infer<typeof ChatRequest>
export const ChatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
  response_format: z.looseObject({ type: z.string() }).optional(),
  temperature: z.number().optional(),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
  reasoning_effort: z.string().optional(),
})
/** An answer of these claims, streamed in pieces of `size` characters. */
export function streamed(answer: object | string, size = 7): ScriptedStream {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
  const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
  return { kind: 'stream', pieces }
}

/** An error as the API sends it. */
export function failing(
  status: number,
  error: ErrorBody,
  headers: Record<string, string> = {},
): ScriptedError {
  return { kind: 'error', status, error, headers }
}

/** Answers a chat request as scripted; `silence` leaves it open. */
export async function sendAnswer(
  response: ServerResponse,
  answer: ScriptedAnswer,
  chat: ChatRequest,
): Promise<void> {
  switch (answer.kind) {
    case 'silence':
      return
    case 'reset':
      return void response.destroy()
    case 'error':
      return sendError(response, answer.status, answer.error, answer.headers)
    case 'stream':
      if (!chat.stream) return sendError(response, 500, { message: 'Only streams are scripted.' })
      return sendStream(response, answer, chat)
  }
}

async function sendStream(
  response: ServerResponse,
  answer: ScriptedStream,
  chat: ChatRequest,
): Promise<void> {
  const event = (fields: object) =>
    response.write(
      `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: chat.model, ...fields })}\n\n`,
    )
  const choice = (delta: object, finish_reason: string | null = null) =>
    event({ choices: [{ index: 0, delta, finish_reason }] })
  await sleep(answer.delay ?? 0)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  choice({ role: 'assistant', content: '' })
  for (const thought of answer.thoughts ?? []) choice({ content: '', reasoning_content: thought })
  if (answer.refusal !== undefined) choice({ refusal: answer.refusal })
  for (const content of answer.pieces) {
    const call = {
      index: 0,
      id: 'call_1',
      type: 'function',
      function: { name: answer.tool, arguments: content },
    }
    choice(answer.tool === undefined ? { content } : { tool_calls: [call] })
    await sleep(answer.pause ?? 1)
  }
  if (answer.ending === 'stall') return
  if (answer.ending === 'cut') return void response.destroy()
  if (answer.ending) {
    response.write(`data: ${JSON.stringify(answer.ending)}\n\n`)
    return void response.end()
  }
  const finish = answer.finish === undefined ? 'stop' : answer.finish
  if (finish !== null) choice({}, finish)
  if (chat.stream_options?.include_usage && answer.usage !== false) {
    const usage = answer.usage ?? { prompt_tokens: 100, completion_tokens: 10 }
    event({ choices: [], usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens } })
  }
  response.end(finish === null ? '' : 'data: [DONE]\n\n')
}

export function sendError(
  response: ServerResponse,
  status: number,
  error: ErrorBody,
  headers: Record<string, string> = {},
): void {
  sendJson(response, status, { error: { type: null, code: null, param: null, ...error } }, headers)
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
