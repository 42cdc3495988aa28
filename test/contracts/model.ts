import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ChatModel,
  ModelError,
  type ModelFailure,
  type ModelRequest,
} from '../../src/answering/model/model.ts'
import { patience } from '../eventually.ts'
import { failing, type ScriptedAnswer, streamed } from '../fakes/openai-answers.ts'

/** The key that models under contract are made with; it must never come out again. */
export const contractKey = 'contract-0123456789abcdef0123456789abcdef'

/** A server that answers as scripted. */
type ScriptedServer = {
  url: string
  requests: readonly { hungUp: Promise<void> }[]
  script(...answers: readonly ScriptedAnswer[]): void
  close(): Promise<void>
}

/**
 * What every `ChatModel` promises.
 *
 * @param start starts a fake of its server
 * @param makeModel makes the model under test, with `contractKey`, talking to this server
 */
export function modelContract<Server extends ScriptedServer>(
  name: string,
  start: () => Promise<Server>,
  makeModel: (server: Server) => ChatModel,
): void {
  describe(`${name} keeps the contract of a chat model`, () => {
    let server: Server
    beforeEach(async () => {
      server = await start()
      // Client libraries take seconds to load, which no test waits for.
      await makeModel(server).load()
    }, 30_000)
    afterEach(() => server.close())

    it('yields the pieces of the text and returns the tokens it took', async () => {
      server.script({ ...streamed('{"claims":[]}', 4), usage: { prompt_tokens: 321, completion_tokens: 12 } })
      const { pieces, tokens } = await drain(makeModel(server))
      expect(pieces).toEqual(['{"cl', 'aims', '":[]', '}'])
      expect(tokens).toEqual({ input: 321, output: 12 })
    })

    it('returns no count of tokens when the server gives none', async () => {
      server.script({ ...streamed('{}'), usage: false })
      expect((await drain(makeModel(server))).tokens).toBeUndefined()
    })

    const failures: [string, ModelFailure, ScriptedAnswer][] = [
      ['a wrong key', 'unauthorized', failing(401, { message: `Incorrect API key: ${contractKey}.` })],
      ['a forbidden model', 'unauthorized', failing(403, { message: 'Not allowed.' })],
      ['an unknown model', 'unknown-model', failing(404, { message: 'The model does not exist' })],
      ['too many requests', 'rate-limited', failing(429, { message: 'Slow down' }, { 'retry-after': '30' })],
      [
        'a used-up quota',
        'quota',
        failing(429, { message: 'You exceeded your current quota', code: 'insufficient_quota' }),
      ],
      ['a failing server', 'unreachable', failing(500, { message: 'Oops' })],
      ['a server that is starting', 'unreachable', failing(503, { message: 'Loading model' })],
      [
        'a prompt that is too long',
        'too-long',
        failing(400, { message: 'Your input exceeds the context window', code: 'context_length_exceeded' }),
      ],
      ['an answer that ran out of tokens', 'truncated', { ...streamed('{"cla'), finish: 'length' }],
      ['a filtered answer', 'refused', { ...streamed('{"cla'), finish: 'content_filter' }],
      ['a refusal', 'refused', { ...streamed(''), refusal: 'I cannot help with that.' }],
      ['an empty answer', 'refused', streamed('')],
      ['a stream that ends without a reason', 'cut', { ...streamed('{"claims":'), finish: null }],
      ['a connection cut in the middle', 'cut', { ...streamed('{"claims":'), ending: 'cut' }],
      [
        'an error in the middle of the stream',
        'cut',
        { ...streamed('{"claims":'), ending: { error: { message: 'The server had an error' } } },
      ],
    ]
    it.each(failures)('tells %s: %s, after one request and without the key', async (_, failure, answer) => {
      server.script(answer)
      const error = await failureOf(makeModel(server))
      expect(error.failure).toBe(failure)
      expect(server.requests).toHaveLength(1)
      expect(inspect(error, { depth: 9 })).not.toContain(contractKey)
    })

    it('gives up on a request that is turned away in its barest form too', async () => {
      const refusal = failing(400, { message: 'No such thing' })
      server.script(refusal, refusal)
      expect((await failureOf(makeModel(server))).failure).toBe('rejected')
      expect(server.requests).toHaveLength(2)
    })

    it('yields what is there before the last byte is', async () => {
      server.script({ ...streamed('{"claims":["a"', 40), ending: 'stall' })
      const stream = makeModel(server).stream(request())
      expect((await stream.next()).value).toBe('{"claims":["a"')
      await stream.return(undefined)
    })

    it('tells how long a server asks to be left alone', async () => {
      server.script(failing(429, { message: 'Slow down' }, { 'retry-after': '3' }))
      expect((await failureOf(makeModel(server))).waitAsked).toBe(3_000)
    })

    it('counts what an answer took that was cut off at its limit', async () => {
      const usage = { prompt_tokens: 200, completion_tokens: 64 }
      server.script({ ...streamed('{"cla'), finish: 'length', usage })
      expect((await failureOf(makeModel(server))).tokens).toEqual({ input: 200, output: 64 })
    })

    it.each<[string, ScriptedAnswer]>([
      ['never answers', { kind: 'silence' }],
      ['stalls in the middle', { ...streamed('{"claims":'), ending: 'stall' }],
    ])('ends with the signal when the server %s, and hangs up', async (_, answer) => {
      server.script(answer)
      const started = performance.now()
      const error = await failureOf(makeModel(server), AbortSignal.timeout(300))
      expect(error.failure).toBe('timeout')
      expect(performance.now() - started).toBeLessThan(2_000)
      await server.requests[0]?.hungUp
    })

    it('makes no request when the signal has ended before', async () => {
      expect((await failureOf(makeModel(server), AbortSignal.abort())).failure).toBe('timeout')
      expect(server.requests).toHaveLength(0)
    })

    it('hangs up when its reader leaves in the middle of a stalled answer', async () => {
      server.script({ ...streamed('{"claims":'), ending: 'stall' })
      for await (const _ of makeModel(server).stream(request())) break
      await server.requests[0]?.hungUp
    })
  })
}

/** A small request, for tests that look at what becomes of it. */
export function request(signal: AbortSignal = AbortSignal.timeout(patience)): ModelRequest {
  const schema = {
    type: 'object',
    properties: { claims: { type: 'array', items: { type: 'string' } } },
    required: ['claims'],
    additionalProperties: false,
  }
  return {
    system: 'Answer in JSON.',
    user: 'Why?',
    schema: { name: 'answer', schema },
    maxOutputTokens: 64,
    signal,
  }
}

/** Reads a model's answer to its end. */
export async function drain(model: ChatModel, signal?: AbortSignal) {
  const stream = model.stream(request(signal))
  const pieces: string[] = []
  let next = await stream.next()
  for (; !next.done; next = await stream.next()) pieces.push(next.value)
  return { pieces, tokens: next.value }
}

/** The error that a model's answer ends with. */
export async function failureOf(model: ChatModel, signal?: AbortSignal): Promise<ModelError> {
  try {
    await drain(model, signal)
  } catch (error) {
    if (error instanceof ModelError) return error
    throw error
  }
  throw new Error('The model answered, although it should have failed.')
}
