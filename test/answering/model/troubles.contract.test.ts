import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBudget } from '../../../src/answering/model/budget.ts'
import { askModel } from '../../../src/answering/model/call.ts'
import { answer as form } from '../../../src/answering/model/forms.ts'
import { guardModel } from '../../../src/answering/model/guarded.ts'
import { createChatModel } from '../../../src/answering/model/langchain.ts'
import { type ChatModel, ModelError, type ModelFailure } from '../../../src/answering/model/model.ts'
import {
  type ChatRequest,
  failing,
  type ScriptedAnswer,
  type ScriptedStream,
  streamed,
} from '../../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../../fakes/openai-server.ts'

const claim = { cites: ['1.1'], text: 'TAROT uses whitened feature distance.' }
const good = { claims: [claim], not_stated: [] }
const json = JSON.stringify(good)
const half = json.slice(0, 30)
const afterOne = '{"claims":[{"cites":["1.1"],"text":"TAROT uses whitened feature distance."}'

let server: FakeOpenAI
const restart = async (rejects?: (chat: ChatRequest) => string | undefined) => {
  await server?.close()
  server = await startFakeOpenAI(rejects ? { rejects } : {})
}
beforeEach(() => restart())
afterEach(() => server.close())

const modelOf = (name = 'openai:local') =>
  createChatModel({ model: name, settings: { OPENAI_BASE_URL: server.url } })

/** What comes out of one question, and how it ended. */
async function ask(model = modelOf(), { milliseconds = 20_000, calls = 4 } = {}) {
  const budget = createBudget({ calls, promptTokens: 10_000 }, milliseconds)
  const request = { system: 'Answer in JSON.', user: 'How?', schema: form, maxOutputTokens: 1_500 }
  const claims: unknown[] = []
  const end = (failure?: ModelFailure) => ({ claims, failure, ...budget.spent() })
  try {
    const values = askModel(model, { ...request, signal: AbortSignal.timeout(milliseconds) }, budget)
    let next = await values.next()
    for (; !next.done; next = await values.next()) claims.push(next.value)
    return { ...end(), whole: next.value }
  } catch (error) {
    if (error instanceof ModelError) return end(error.failure)
    throw error
  }
}

describe('a server in trouble', () => {
  const rows: [string, readonly ScriptedAnswer[]][] = [
    ['says that it has too many requests', [failing(429, { message: 'Slow down' }), streamed(good)]],
    ['fails once', [failing(500, { message: 'Oops' }), streamed(good)]],
    ['is starting', [failing(503, { message: 'Loading model' }), streamed(good)]],
    ['closes the connection before it answers', [{ kind: 'reset' }, streamed(good)]],
    ['closes it before the first claim', [{ ...streamed(half), ending: 'cut' }, streamed(good)]],
    ['ends without a reason before the first claim', [{ ...streamed(half), finish: null }, streamed(good)]],
    [
      'fails in the middle of the first claim',
      [{ ...streamed(half), ending: { error: { message: 'The server had an error' } } }, streamed(good)],
    ],
    [
      'has no room for the answer after the thinking',
      [{ ...streamed(''), finish: 'length' }, streamed(good)],
    ],
    ['ends in the first claim as if it were whole', [streamed(half), streamed(good)]],
    ['cuts the first claim off', [{ ...streamed(half), finish: 'length' }, streamed(good)]],
  ]
  it.each(rows)('is asked once more when it %s', async (_, answers) => {
    server.script(...answers)
    expect(await ask()).toMatchObject({ claims: [claim], whole: good })
    expect(server.requests).toHaveLength(2)
  })

  it.each<[string, ModelFailure, ScriptedAnswer]>([
    ['a refusal', 'refused', { ...streamed(''), refusal: 'I cannot help with that.' }],
    ['a filtered answer', 'refused', { ...streamed(half), finish: 'content_filter' }],
    ['a wrong key', 'unauthorized', failing(401, { message: 'Incorrect API key' })],
    ['an unknown model', 'unknown-model', failing(404, { message: 'No such model' })],
    ['a used-up quota', 'quota', failing(429, { message: 'No credit', code: 'insufficient_quota' })],
    ['too long a prompt', 'too-long', failing(400, { message: 'Too long', code: 'context_length_exceeded' })],
    [
      'a wait that is longer than its time',
      'rate-limited',
      failing(429, { message: 'Later' }, { 'retry-after': '60' }),
    ],
    ['a connection cut after a claim', 'cut', { ...streamed(afterOne), ending: 'cut' }],
    ['an answer that ends after a claim as if it were whole', 'cut', streamed(afterOne)],
    ['an answer that does not fit after a claim', 'truncated', { ...streamed(afterOne), finish: 'length' }],
  ])('is not asked again after %s', async (_, failure, answer) => {
    server.script(answer)
    expect((await ask()).failure).toBe(failure)
    expect(server.requests).toHaveLength(1)
  })

  it('is asked twice and no more', async () => {
    server.script(failing(500, { message: 'Oops' }), failing(500, { message: 'Oops' }))
    expect((await ask()).failure).toBe('unreachable')
    expect(server.requests).toHaveLength(2)
  })

  it('is left alone for as long as it asks', async () => {
    server.script(failing(429, { message: 'Slow down' }, { 'retry-after': '1' }), streamed(good))
    const began = performance.now()
    expect((await ask()).claims).toEqual([claim])
    expect(performance.now() - began).toBeGreaterThan(1_000)
  })

  it.each<[string, ScriptedStream]>([
    ['hangs', { ...streamed(good), delay: 60_000 }],
    ['stalls in the first claim', { ...streamed(half), ending: 'stall' }],
    ['writes a claim and stalls', { ...streamed(afterOne), ending: 'stall' }],
  ])('is given up at the deadline when it %s', async (_, answer) => {
    server.script(answer)
    const began = performance.now()
    const { failure, tokens } = await ask(modelOf(), { milliseconds: 400 })
    expect(failure).toBe('timeout')
    expect(performance.now() - began).toBeLessThan(5_000)
    // What it took is not known, and not free.
    expect(tokens.input).toBeGreaterThan(0)
  })

  it('is paid for what was cut off or refused', async () => {
    const usage = { prompt_tokens: 700, completion_tokens: 90 }
    server.script({ ...streamed(half), finish: 'content_filter', usage })
    expect((await ask()).tokens).toEqual({ input: 700, output: 90 })
    server.script({ ...streamed(''), finish: 'length', usage: false }, streamed(good))
    const { tokens } = await ask()
    expect(tokens.output).toBeGreaterThan(1_500)
  })
})

describe('a model that thinks', () => {
  const draft = '<think>\nShould nothing fit I return {"claims": []}, but 1.1 fits.\n</think>\n\n'
  it.each<[string, ScriptedStream]>([
    ['in tags', streamed(draft + json)],
    ['in tags of which the first is swallowed', streamed(draft.slice(8) + json)],
    ['in a field of its own', { ...streamed(good), thoughts: ['{"claims":', '[]}'] }],
    [
      'in parts of its content',
      {
        kind: 'stream',
        pieces: [
          [{ type: 'thinking', thinking: [{ type: 'text', text: '{"claims":[]}' }] }],
          [{ type: 'text', text: json }],
        ],
      },
    ],
  ])('%s is understood', async (_, answer) => {
    const printed = vi.spyOn(console, 'log')
    server.script(answer)
    expect((await ask()).claims).toEqual([claim])
    expect(printed).not.toHaveBeenCalled()
  })

  it('has room for both, asked for little of it', async () => {
    server.script(streamed(good))
    await ask(modelOf('openai:o4-mini'))
    const { max_completion_tokens: room = 0, reasoning_effort } = server.requests[0]?.chat ?? {}
    expect(room).toBeGreaterThan(2_400)
    expect(reasoning_effort).toBe('low')
  })

  it('whose name does not tell is found out by the first answer that does not fit, and kept in mind', async () => {
    server.script({ ...streamed(''), finish: 'length' }, streamed(good), streamed(good))
    const model = modelOf('openai:qwen3')
    await ask(model)
    await ask(model)
    const rooms = server.requests.map(({ chat }) => chat?.max_tokens)
    expect(rooms).toEqual([1_500, 3_000, 3_500])
  })
})

it.each([
  ['a bare list', [claim]],
  ['an object around it', { answer: good }],
  ['other names', { points: [{ sources: ['1.1'], statement: claim.text }] }],
])('%s is read at once', async (_, answer) => {
  server.script(streamed(answer))
  expect((await ask()).claims).toMatchObject([claim])
})

it('an answer in the form of a tool call is read', async () => {
  server.script({ ...streamed(good), tool: 'answer' })
  expect((await ask()).claims).toEqual([claim])
})

describe('what a server turns away', () => {
  const refusing = (...steps: readonly ((chat: ChatRequest) => string | false | undefined)[]) =>
    restart((chat) => steps.map((step) => step(chat)).find((complaint) => typeof complaint === 'string'))
  const systemRole = (chat: ChatRequest) => chat.messages.some(({ role }) => role !== 'user')

  it('one by one is left out, within the first question, and is no call', async () => {
    await refusing(
      ({ stream_options }) => stream_options && 'Unknown parameter: stream_options',
      ({ response_format }) => response_format?.type === 'json_schema' && 'json_schema is not supported',
      ({ response_format }) => response_format && 'Unknown parameter: response_format',
      ({ temperature }) => temperature === 0 && 'temperature must be above 0',
      (chat) => systemRole(chat) && 'System role not supported',
    )
    server.script(streamed(good), streamed(good))
    const model = modelOf()
    expect(await ask(model, { calls: 1 })).toMatchObject({ claims: [claim], calls: 1 })
    expect(server.requests).toHaveLength(6)
    await ask(model)
    expect(server.requests).toHaveLength(7)
    expect(server.requests.at(-1)?.chat?.messages).toEqual([
      { role: 'user', content: 'Answer in JSON.\n\nHow?' },
    ])
  })

  it.each([
    ['a schema it cannot keep to', 'json_validate_failed: could not make valid JSON'],
    ['something it does not name', 'Bad request'],
  ])('is left out: %s', async (_, message) => {
    await refusing(({ response_format }) => response_format?.type === 'json_schema' && message)
    server.script(streamed(good), streamed(good))
    const model = modelOf()
    expect((await ask(model)).claims).toEqual([claim])
    await ask(model)
    expect(server.requests).toHaveLength(3)
  })

  it('is left out, too, where the status is 422', async () => {
    server.script(failing(422, { message: 'response_format: extra fields not permitted' }), streamed(good))
    expect((await ask(modelOf(), { calls: 1 })).claims).toEqual([claim])
    expect(server.requests[1]?.chat?.response_format?.type).toBe('json_object')
  })

  it('no server is sent the role "developer", which many do not know', async () => {
    await refusing((chat) => chat.messages.some(({ role }) => role === 'developer') && 'Unknown role')
    server.script(streamed(good))
    expect((await ask(modelOf('openai:gpt-5-mini'))).claims).toEqual([claim])
    expect(server.requests).toHaveLength(1)
  })
})

describe('a guarded model', () => {
  const oops = failing(500, { message: 'Oops' })
  let time = 0
  const guarded = (calls = 64) => guardModel(modelOf(), calls, () => time)
  beforeEach(() => {
    time = 0
  })

  it('is left alone after three failures in a row, and tried by one call after 30 seconds', async () => {
    const model = guarded()
    server.script(oops, oops, oops)
    expect((await ask(model)).failure).toBe('unreachable')
    expect(model.state()).toEqual({ kind: 'answering' })
    expect((await ask(model)).failure).toBe('resting')
    expect(model.state()).toMatchObject({ kind: 'resting', seconds: 30 })
    time = 29_000
    expect((await ask(model)).failure).toBe('resting')
    expect(server.requests).toHaveLength(3)
    time = 30_000
    server.script({ ...streamed(good), delay: 200 })
    const [probe, other] = await Promise.all([ask(model), ask(model)])
    expect(probe.claims).toEqual([claim])
    expect(other.failure).toBe('resting')
    expect(model.state()).toEqual({ kind: 'answering' })
  })

  it('is left alone for another while when the one call fails too', async () => {
    const model = guarded()
    server.script(oops, oops, oops, oops)
    await ask(model)
    await ask(model)
    time = 31_000
    expect((await ask(model)).failure).toBe('resting')
    expect(model.state()).toMatchObject({ kind: 'resting', seconds: 30 })
    expect(server.requests).toHaveLength(4)
  })

  it.each<[string, ScriptedAnswer]>([
    ['refuses', { ...streamed(''), refusal: 'No.' }],
    ['finds prompts too long', failing(400, { message: 'Too long', code: 'context_length_exceeded' })],
  ])('answers when it %s, and is asked on', async (_, answer) => {
    const model = guarded()
    server.script(answer, answer, answer, answer)
    for (const _call of [1, 2, 3, 4]) await ask(model)
    expect(model.state()).toEqual({ kind: 'answering' })
  })

  it('counts no call that nobody wanted any more', async () => {
    const model = guarded()
    server.script(...Array.from({ length: 4 }, () => ({ kind: 'silence' }) as const))
    for (const _call of [1, 2, 3, 4]) {
      const stop = new AbortController()
      const request = { system: '', user: '', schema: form, maxOutputTokens: 9, signal: stop.signal }
      const first = model.stream(request).next()
      await vi.waitFor(() => expect(server.requests).toHaveLength(_call))
      stop.abort()
      await expect(first).rejects.toThrow()
    }
    expect(model.state()).toEqual({ kind: 'answering' })
  })

  describe('with many calls at once', () => {
    const slow = { ...streamed(good), delay: 50 }
    let isFull = false
    beforeEach(async () => {
      isFull = false
      await server.close()
      server = await startFakeOpenAI({
        otherwise: () => (isFull ? failing(429, { message: 'Slow down' }) : slow),
      })
    })
    const askAll = (model: ChatModel, count: number) =>
      Promise.all(Array.from({ length: count }, () => ask(model)))

    it('has so many under way and no more, urgent ones first', async () => {
      const model = guarded(2)
      const order: string[] = []
      const call = async (user: string, urgent?: true) => {
        const request = { system: '', user, schema: form, maxOutputTokens: 99, ...(urgent && { urgent }) }
        await Array.fromAsync(model.stream({ ...request, signal: AbortSignal.timeout(20_000) }))
        order.push(user)
      }
      await Promise.all([call('a'), call('b'), call('c'), call('d'), call('judge', true)])
      expect(server.busiest()).toBe(2)
      expect(order.indexOf('judge')).toBeLessThan(order.indexOf('d'))
    })

    it('has half as many after the server said that they are too many, and grows back', async () => {
      const model = guardModel(modelOf(), 8)
      await askAll(model, 16)
      expect(server.busiest()).toBe(8)
      isFull = true
      const [turnedAway] = await Promise.all([askAll(model, 8), sleep(200).then(() => (isFull = false))])
      expect(turnedAway.every(({ claims }) => claims.length === 1)).toBe(true)
      server.busiest()
      await askAll(model, 8)
      expect(server.busiest()).toBeLessThanOrEqual(5)
      for (const _round of [1, 2, 3, 4, 5, 6]) await askAll(model, 8)
      server.busiest()
      await askAll(model, 16)
      expect(server.busiest()).toBe(8)
    })

    it('is not kept waiting by a reader that waits for another call in between', async () => {
      const model = guarded(1)
      const request = { system: '', user: '', schema: form, maxOutputTokens: 99 }
      const writing = model.stream({ ...request, signal: AbortSignal.timeout(20_000) })
      await writing.next()
      expect((await ask(model)).claims).toEqual([claim])
      await writing.return(undefined)
    })
  })
})
