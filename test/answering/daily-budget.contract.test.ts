import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gatherEvidence } from '../../src/answering/evidence.ts'
import { createChatModel } from '../../src/answering/model/langchain.ts'
import { meterModel } from '../../src/answering/model/metered.ts'
import type { Answer } from '../../src/answering/types.ts'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { PaperboyError } from '../../src/lib/errors.ts'
import { plainText } from '../../src/replies/plain.ts'
import { reply } from '../commands/shipped-services.ts'
import { eventually } from '../eventually.ts'
import { streamed } from '../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { ask, type Opened, openServices } from './answerer.ts'

const question = 'How well do DIN and HSTU work?'
const written = streamed({
  claims: [
    {
      text: 'DIN has been successfully deployed in the online display advertising system in Alibaba.',
      cites: ['1.10'],
    },
  ],
})
const spent = "Today's budget of $0.50 is spent; answers quote the abstracts until midnight."
const halfDollar = { model: 'openai:gpt-5.4-mini', calls: 1, inputTokens: 1, outputTokens: 1, cost: 0.5 }

let server: FakeOpenAI
let services: Opened
beforeEach(async () => {
  server = await startFakeOpenAI()
  services = await openServices(server.url, { DAILY_BUDGET_USD: '0.50' })
})
afterEach(async () => {
  await services.close()
  await server.close()
})

describe('a daily budget', () => {
  it('lets the model write while it lasts, then has the abstracts quoted, and says so', async () => {
    // 800,000 tokens of prompt at $0.75 a million are $0.60.
    server.script({ ...written, usage: { prompt_tokens: 800_000, completion_tokens: 10 } })
    expect((await ask(services, question)).answer).toMatchObject({ mode: 'model' })
    const { answer, screen } = await ask(services, question)
    expect(answer).toMatchObject({ kind: 'answered', mode: 'extractive', fallback: spent })
    expect(screen).toContain(`Quoted from the abstracts. ${spent}`)
    expect(server.requests).toHaveLength(1)
  })

  it('counts what other processes spent, for summaries and daily posts too', async () => {
    await services.store.usage.record({ ...halfDollar, at: services.clock.now() })
    const signal = new AbortController().signal
    const last = (await Array.fromAsync(services.summarize('diffusion models', { signal }))).at(-1)
    expect(last).toMatchObject({ summary: { kind: 'summarized', fallback: spent } })
    const papers = await services.store.papers.completions('', 2)
    const gists = await services.gists(papers)
    const quoted = [...gatherEvidence(papers).sentences.values()].map(({ text }) => text)
    for (const { text } of gists.flat()) expect(quoted).toContain(text)
    expect(server.requests).toHaveLength(0)
  })

  it('begins anew with the day', async () => {
    const now = services.clock.now()
    const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1, 23, 59, 59)
    await services.store.usage.record({ ...halfDollar, at: yesterday })
    server.script(written)
    expect((await ask(services, question)).answer).toMatchObject({ mode: 'model' })
  })

  it('is kept by many who ask at once: only what is sure to fit is begun', async () => {
    const left = 0.055
    await services.store.usage.record({ ...halfDollar, cost: 0.5 - left, at: services.clock.now() })
    const slow = { ...streamed('{"claims": ['), ending: 'stall' as const }
    server.script(slow, slow)
    const answers: Answer[] = []
    const stop = new AbortController()
    const asking = Array.from({ length: 12 }, async () => {
      answers.push((await ask(services, question, { signal: stop.signal })).answer)
    })
    // At the most 6,000 tokens of evidence with the prompt around it, and 3,500 of answer: about 2.5 cents each.
    await eventually(() => {
      expect(server.requests).toHaveLength(2)
      expect(answers).toHaveLength(10)
    })
    expect(answers.every(({ kind }) => kind === 'answered')).toBe(true)
    stop.abort()
    await Promise.all(asking)
    expect(server.requests).toHaveLength(2)
    const { cost } = await services.store.usage.since(new Date(0))
    expect(cost).toBeGreaterThan(0.5 - left)
    expect(cost).toBeLessThanOrEqual(0.5)
  })

  it('is kept although what was spent cannot be recorded', async () => {
    const disk = new PaperboyError('The disk is full.', 'Make room.')
    const store = { usage: { ...services.store.usage, record: () => Promise.reject(disk) } }
    const model = meterModel(
      createChatModel({ model: 'openai:gpt-5.4-mini', settings: { OPENAI_BASE_URL: server.url } }),
      {
        ...services,
        store,
        dailyBudget: 0.5,
      },
    )
    server.script({ ...written, usage: { prompt_tokens: 800_000, completion_tokens: 10 } })
    const signal = new AbortController().signal
    const schema = { name: 'any', schema: { type: 'object' } }
    const call = () =>
      Array.fromAsync(model.stream({ system: 'a', user: 'b', schema, maxOutputTokens: 100, signal }))
    expect((await call()).join('')).toContain('DIN')
    await expect(call()).rejects.toThrow(spent)
    expect(server.requests).toHaveLength(1)
  })

  it('cannot be kept without a price, and says so at the start', async () => {
    const opening = openServices(server.url, { DAILY_BUDGET_USD: '1', CHAT_MODEL: 'openai:unheard-of' })
    await expect(opening).rejects.toThrow('the price of "openai:unheard-of" is not known')
  })

  it('is kept at the price that people say their model has', async () => {
    const own = await openServices(server.url, {
      DAILY_BUDGET_USD: '1',
      CHAT_MODEL: 'openai:unheard-of',
      MODEL_PRICES: 'openai:unheard-of=2/10',
    })
    server.script({ ...written, usage: { prompt_tokens: 500_000, completion_tokens: 10 } })
    expect((await ask(own, question)).answer).toMatchObject({ mode: 'model' })
    expect((await own.store.usage.since(new Date(0))).cost).toBeCloseTo(1.0001)
    expect((await ask(own, question)).answer).toMatchObject({ mode: 'extractive' })
    expect(server.requests).toHaveLength(1)
    await own.close()
  })
})

describe('status tells of the money', () => {
  const statusOf = async (opened: Opened) => plainText(await reply(createHandle(commands, opened), 'status'))

  it('that was spent, and of how much', async () => {
    await services.store.usage.record({ ...halfDollar, cost: 0.25, at: services.clock.now() })
    expect(await statusOf(services)).toContain('Spent today: $0.25 of $0.50 for 1 model call')
  })

  it('that it does not know, instead of claiming that nothing was spent', async () => {
    const unpriced = await openServices(server.url, { CHAT_MODEL: 'openai:unheard-of' })
    const { cost: _, ...usage } = halfDollar
    await unpriced.store.usage.record({ ...usage, at: unpriced.clock.now() })
    expect(await statusOf(unpriced)).toContain('unknown: 1 model call at an unknown price')
    await unpriced.close()
  })
})
