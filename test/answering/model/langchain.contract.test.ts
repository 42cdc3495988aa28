import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChatModel } from '../../../src/answering/model/langchain.ts'
import { PaperboyError } from '../../../src/lib/errors.ts'
import { contractKey, drain, failureOf, modelContract } from '../../contracts/model.ts'
import { failing, streamed } from '../../fakes/openai-answers.ts'
import { type FakeOpenAI, type FakeOpenAIOptions, startFakeOpenAI } from '../../fakes/openai-server.ts'

// The client libraries read these by themselves; a developer's own must not leak in.
beforeEach(() => {
  for (const name of Object.keys(process.env))
    if (/^(LANGSMITH|LANGCHAIN|OPENAI|AZURE)_/.test(name)) vi.stubEnv(name, undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
})

modelContract('An OpenAI-compatible server', startFakeOpenAI, ({ url }) =>
  createChatModel({
    model: 'openai:gpt-4.1-mini',
    settings: { OPENAI_API_KEY: contractKey, OPENAI_BASE_URL: url },
  }),
)

modelContract('Azure OpenAI', startFakeOpenAI, ({ url }) =>
  createChatModel({
    model: 'azure_openai:mini',
    settings: { AZURE_OPENAI_API_KEY: contractKey, AZURE_OPENAI_ENDPOINT: url.replace('/v1', '') },
  }),
)

describe('createChatModel', () => {
  let server: FakeOpenAI
  const start = async (options?: FakeOpenAIOptions) => {
    server = await startFakeOpenAI(options)
    return server
  }
  afterEach(() => server?.close())

  it('asks for strict JSON of the schema at temperature 0, streamed and counted', async () => {
    const { url, script, requests } = await start()
    script(streamed('{"claims":[]}'))
    await drain(
      createChatModel({
        model: 'openai:llama-3',
        settings: { OPENAI_API_KEY: 'sk-mine', OPENAI_BASE_URL: url },
      }),
    )
    expect(requests[0]?.authorization).toBe('Bearer sk-mine')
    expect(requests[0]?.chat).toMatchObject({
      model: 'llama-3',
      messages: [
        { role: 'system', content: 'Answer in JSON.' },
        { role: 'user', content: 'Why?' },
      ],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      max_tokens: 64,
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true } },
    })
  })

  it.each(['gpt-5.4-mini', 'gpt-6', 'o4-mini'])('asks %s as a reasoning model', async (model) => {
    const { url, script, requests } = await start()
    script(streamed('{"claims":[]}'))
    await drain(
      createChatModel({
        model: `openai:${model}`,
        settings: { OPENAI_API_KEY: 'sk-mine', OPENAI_BASE_URL: url },
      }),
    )
    expect(requests[0]?.chat).toMatchObject({ max_completion_tokens: 2_064, reasoning_effort: 'low' })
    expect(requests[0]?.chat).not.toHaveProperty('max_tokens')
    expect(requests[0]?.chat).not.toHaveProperty('temperature')
  })

  it('stays on chat completions for models that LangChain would move to the Responses API', async () => {
    const { url, script, requests } = await start()
    script(streamed('{"claims":[]}'))
    await drain(
      createChatModel({
        model: 'openai:gpt-5.4-pro',
        settings: { OPENAI_API_KEY: 'sk-mine', OPENAI_BASE_URL: url },
      }),
    )
    expect(requests[0]?.path).toBe('/v1/chat/completions')
  })

  it('needs no key for a server of its own', async () => {
    const { url, script } = await start()
    script(streamed('{"claims":[]}'))
    await expect(
      drain(createChatModel({ model: 'openai:qwen', settings: { OPENAI_BASE_URL: url } })),
    ).resolves.toBeDefined()
  })

  it('is not redirected by variables that only the client libraries read', async () => {
    const { url, script, requests } = await start()
    for (const name of ['OPENAI_API_BASE', 'OPENAI_BASE_URL', 'LANGSMITH_GATEWAY'])
      vi.stubEnv(name, 'http://127.0.0.1:9/v1')
    script(streamed('{"claims":[]}'))
    await drain(
      createChatModel({
        model: 'openai:gpt-4.1',
        settings: { OPENAI_API_KEY: 'sk-mine', OPENAI_BASE_URL: url },
      }),
    )
    expect(requests).toHaveLength(1)
  })

  it('steps down from a schema to JSON to plain text, and remembers how the server wants it', async () => {
    const { url, script, requests } = await start({
      rejects: ({ response_format }) =>
        response_format && `This response_format type (${response_format.type}) is unavailable now`,
    })
    const model = createChatModel({ model: 'openai:old', settings: { OPENAI_BASE_URL: url } })
    script(streamed('{"claims":[]}'), streamed('{"claims":[]}'))
    await drain(model)
    await drain(model)
    const formats = requests.map(({ chat }) => chat?.response_format?.type)
    expect(formats).toEqual(['json_schema', 'json_object', undefined, undefined])
  })

  it.each<[string, FakeOpenAIOptions['rejects']]>([
    ['stream_options', ({ stream_options }) => stream_options && 'Unknown parameter: stream_options'],
    [
      'temperature',
      ({ temperature }) => (temperature === 0 ? "'temperature' does not support 0" : undefined),
    ],
    [
      'max_tokens',
      ({ max_tokens }) =>
        max_tokens === undefined
          ? undefined
          : "Unsupported: 'max_tokens'. Use 'max_completion_tokens' instead.",
    ],
  ])('leaves out %s where it is turned away', async (_, rejects) => {
    const { url, script, requests } = await start(rejects ? { rejects } : {})
    const model = createChatModel({ model: 'openai:old', settings: { OPENAI_BASE_URL: url } })
    script(streamed('{"claims":[]}'))
    await drain(model)
    expect(requests).toHaveLength(2)
  })

  it.each([
    ['a key of any form', 'hunter2', 'You sent hunter2, which is wrong'],
    ['what looks like a key', 'mine', 'You sent sk-other-1234, which is wrong'],
    ['a password in an address', 'mine', 'No route to http://user:hunter2@host/, which is wrong'],
  ])('keeps %s out of what the server said', async (_, apiKey, message) => {
    const { url, script } = await start()
    script(failing(401, { message }))
    const error = await failureOf(
      createChatModel({
        model: 'openai:gpt-4.1',
        settings: { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: url },
      }),
    )
    expect(error.message).toMatch(/which is wrong/)
    expect(error.message).not.toMatch(/hunter2|sk-other/)
  })

  it('tells a quota that ends in the middle of an answer', async () => {
    const { url, script } = await start()
    const error = { message: 'No credit', code: 'insufficient_quota' }
    script({ ...streamed('{"cl'), ending: { error } })
    const model = createChatModel({ model: 'openai:m', settings: { OPENAI_BASE_URL: url } })
    expect((await failureOf(model)).failure).toBe('quota')
  })

  it('tells a server that is not there from one that is', async () => {
    await (await start()).close()
    const model = createChatModel({
      model: 'openai:gpt-4.1',
      settings: { OPENAI_API_KEY: 'sk-mine', OPENAI_BASE_URL: server.url },
    })
    expect((await failureOf(model)).failure).toBe('unreachable')
    server = await startFakeOpenAI()
  })

  it('ends a call by itself after its own longest time', async () => {
    const { url, script } = await start()
    script({ kind: 'silence' })
    const model = createChatModel({
      model: 'openai:slow',
      timeoutMs: 200,
      settings: { OPENAI_BASE_URL: url },
    })
    expect((await failureOf(model)).failure).toBe('timeout')
  })
})

describe('createChatModel tells what to do about', () => {
  it.each([
    ['a provider without its key', 'anthropic:claude-sonnet', 'ANTHROPIC_API_KEY'],
    [
      'a provider without two settings',
      'azure_openai:mini',
      'AZURE_OPENAI_API_KEY and AZURE_OPENAI_ENDPOINT',
    ],
    ['an unknown provider', 'nobody:model', 'openai:gpt-5.4-mini'],
    ['a property of every object', 'constructor:model', 'openai:gpt-5.4-mini'],
    ['a name without model', 'openai:', 'openai:gpt-5.4-mini'],
    ['a missing key', 'openai:gpt-5.4-mini', 'OPENAI_API_KEY'],
  ])('%s', (_, model, advice) => {
    try {
      createChatModel({ model, settings: {} })
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(PaperboyError)
      expect(error).toHaveProperty('advice', expect.stringContaining(advice))
    }
  })
})
