import { afterEach, beforeEach, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/lib/log.ts'
import { prepareModel } from '../../src/operator/chat-model.ts'
import { openSqliteStore } from '../../src/store/sqlite/store.ts'
import type { Store } from '../../src/store/store.ts'
import { drain } from '../contracts/model.ts'
import { streamed } from '../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'

let server: FakeOpenAI
let store: Store
let now = new Date('2026-03-14T09:00:00Z')
beforeEach(async () => {
  server = await startFakeOpenAI({
    rejects: ({ response_format }) => response_format && 'Unknown parameter: response_format',
  })
  store = await openSqliteStore(':memory:')
})
afterEach(async () => {
  await store.close()
  await server.close()
})

/** What a process does that starts now: it opens the model, and asks it once. */
async function startAndAsk(): Promise<number> {
  const config = readConfig({ OPENAI_BASE_URL: server.url, CHAT_MODEL: 'openai:local' })
  const open = prepareModel('openai:local', config)
  const before = server.requests.length
  server.script(streamed('{"claims":[]}'))
  await drain(open({ store, log: createLog('silent', []), clock: { now: () => now } }).model)
  return server.requests.length - before
}

it('how a server wants to be asked is found out once, and kept over restarts for a week', async () => {
  expect(await startAndAsk()).toBe(3)
  expect(await startAndAsk()).toBe(1)
  now = new Date(now.getTime() + 8 * 24 * 3_600_000)
  expect(await startAndAsk()).toBe(3)
})

it('a store that cannot keep it costs nobody an answer', async () => {
  const broken = () => Promise.reject(new Error('The disk is full.'))
  store = { ...store, dialects: { get: broken, put: broken } }
  expect(await startAndAsk()).toBe(3)
})
