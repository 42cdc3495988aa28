import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChatModel } from '../../../src/answering/model/langchain.ts'
import type { ChatModel, TokenCount } from '../../../src/answering/model/model.ts'
import { streamCounted } from '../../../src/answering/model/stream-counted.ts'
import { stopTracing } from '../../../src/operator/tracing.ts'
import { drain, failureOf, request } from '../../contracts/model.ts'
import { streamed } from '../../fakes/openai-answers.ts'
import { startFakeOpenAI } from '../../fakes/openai-server.ts'
import { listen } from '../../loopback.ts'

const event = (delta: object) =>
  `data: ${JSON.stringify({ id: 'a', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta }] })}\n\n`

describe('a stream without an end', () => {
  let server: ReturnType<typeof createServer>
  let baseUrl: string
  let piece = ''
  let sent = 0
  let ended: Promise<unknown>
  beforeEach(async () => {
    sent = 0
    server = createServer((_, response: ServerResponse) => {
      ended = once(response, 'close')
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const write = () => {
        while (!response.destroyed && response.write(piece)) sent += piece.length
        sent += piece.length
        if (!response.destroyed) response.once('drain', write)
      }
      write()
    })
    baseUrl = `http://127.0.0.1:${await listen(server)}/v1`
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  it.each([
    ['of words', event({ content: 'word '.repeat(200) })],
    ['of thoughts', event({ content: '', reasoning_content: 'hm '.repeat(2_000) })],
    ['in one line', 'data: {"choices": [ '.repeat(100)],
    ['of nothing', `: ${'keep-alive '.repeat(200)}\n\n`],
  ])('%s is closed at a bound', async (_, repeated) => {
    piece = repeated
    const error = await failureOf(
      createChatModel({ model: 'openai:m', settings: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: baseUrl } }),
    )
    expect(error.failure).not.toBe('timeout')
    await ended
    // What stands in the sockets between comes on top.
    expect(sent).toBeLessThan(40_000_000)
  })
})

describe('the count of a server', () => {
  const counting = (told: TokenCount | undefined): ChatModel => ({
    name: 'm',
    load: async () => undefined,
    async *stream() {
      yield 'word '.repeat(70)
      return told
    },
  })
  const took = async (told: TokenCount | undefined) => {
    let count: TokenCount | undefined
    const asked = { ...request(), system: 's'.repeat(350), user: 'u'.repeat(350) }
    const onEnd = (given: TokenCount) => {
      count = given
    }
    await Array.fromAsync(streamCounted(counting(told), asked, onEnd))
    return count
  }
  it('is believed where it may be one, and no reason to call an answer free', async () => {
    expect(await took({ input: 150, output: 80 })).toEqual({ input: 150, output: 80 })
    expect(await took({ input: 900, output: 500 })).toEqual({ input: 900, output: 500 })
    const guess = { input: 200, output: 100 }
    for (const none of [
      undefined,
      { input: 0, output: 0 },
      { input: 1, output: 1 },
      { input: -9, output: Number.NaN },
    ])
      expect(await took(none)).toEqual(guess)
    expect(await took({ input: 180, output: 0 })).toEqual({ input: 180, output: 100 })
  })
})

it('tells nobody but the model what is asked, whatever the environment says of tracing', async () => {
  const traced: string[] = []
  const tracer = createServer((incoming, response) => {
    traced.push(incoming.url ?? '')
    response.end('{}')
  })
  const endpoint = `http://127.0.0.1:${await listen(tracer)}`
  const server = await startFakeOpenAI()
  for (const name of ['LANGSMITH', 'LANGCHAIN'])
    for (const [setting, value] of [
      ['TRACING', 'true'],
      ['TRACING_V2', 'true'],
      ['ENDPOINT', endpoint],
      ['API_KEY', 'key'],
    ] as const)
      vi.stubEnv(`${name}_${setting}`, value)
  stopTracing(process.env)
  server.script(streamed('{"claims":[]}'))
  await drain(
    createChatModel({ model: 'openai:m', settings: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: server.url } }),
  )
  await sleep(500)
  expect(traced).toEqual([])
  vi.unstubAllEnvs()
  await server.close()
  tracer.close()
})
