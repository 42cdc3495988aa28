import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBudget } from '../../../src/answering/model/budget.ts'
import { createChatModel } from '../../../src/answering/model/langchain.ts'
import { rewriteQuestion } from '../../../src/answering/model/rewrite.ts'
import { estimateTokens } from '../../../src/lib/token-estimate.ts'
import type { Turn } from '../../../src/store/store.ts'
import { patience } from '../../eventually.ts'
import { failing, streamed } from '../../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../../fakes/openai-server.ts'

describe('rewriteQuestion', () => {
  let server: FakeOpenAI
  beforeEach(async () => {
    server = await startFakeOpenAI()
  })
  afterEach(() => server.close())

  const turn = (line: string, answer: string): Turn => ({
    id: 'turn',
    conversation: 'c',
    person: 'p',
    at: new Date(0),
    line,
    answer,
    papers: [],
    claims: [],
  })
  const rewrite = (question: string, ...history: readonly Turn[]) =>
    rewriteQuestion({
      question,
      history,
      model: createChatModel({ model: 'openai:test', settings: { OPENAI_BASE_URL: server.url } }),
      budget: createBudget(),
      signal: AbortSignal.timeout(patience),
    })
  const history = [turn('who wrote it?', 'It does not say.'), turn('what is HSTU?', 'HSTU is a model.')]

  it('makes a follow-up stand on its own', async () => {
    server.script(streamed({ question: 'How fast is HSTU?' }))
    expect(await rewrite('how fast is it?', ...history)).toBe('How fast is HSTU?')
    const user = server.requests[0]?.chat?.messages[1]?.content
    expect(user).toContain(
      'Asked: what is HSTU?\nAnswered: HSTU is a model.\nAsked: who wrote it?\nAnswered: It does not say.\n</data>',
    )
  })

  it('asks no model about the first question of a conversation', async () => {
    expect(await rewrite('what is HSTU?')).toBe('what is HSTU?')
    expect(server.requests).toHaveLength(0)
  })

  it.each([
    ['prose', 'I think they mean HSTU.'],
    ['an empty question', { question: ' ' }],
    ['an essay', { question: 'why '.repeat(200) }],
    ['another object', { query: 'HSTU' }],
  ])('keeps the question when the model returns %s', async (_, reply) => {
    server.script(streamed(reply))
    expect(await rewrite('how fast is it?', ...history)).toBe('how fast is it?')
  })

  it('shows the model only a few short turns', async () => {
    server.script(streamed({ question: 'Why?' }))
    await rewrite('why? '.repeat(5_000), ...Array(50).fill(turn('q'.repeat(9_000), 'a'.repeat(9_000))))
    const [system, user] = server.requests[0]?.chat?.messages ?? []
    expect(estimateTokens(`${system?.content}${user?.content}`)).toBeLessThan(1_800)
    expect(user?.content.match(/Asked:/g)).toHaveLength(3)
    expect(user?.content.match(/Asked earlier:/g)).toHaveLength(5)
  })

  it('tells the one who asks from others', async () => {
    server.script(streamed({ question: 'How fast is HSTU?' }))
    await rewriteQuestion({
      question: 'how fast is it?',
      history: [
        { ...turn('what is DIN?', 'DIN is another.'), person: 'bob' },
        turn('what is HSTU?', 'A model.'),
      ],
      asker: 'p',
      model: createChatModel({ model: 'openai:test', settings: { OPENAI_BASE_URL: server.url } }),
      budget: createBudget(),
      signal: AbortSignal.timeout(patience),
    })
    expect(server.requests[0]?.chat?.messages[1]?.content).toContain(
      'Asked: what is HSTU?\nAnswered: A model.\nSomebody else asked: what is DIN?\nAnswered: DIN is another.\n',
    )
  })

  it('passes on that the model fails', async () => {
    server.script(failing(429, { message: 'No credit', code: 'insufficient_quota' }))
    await expect(rewrite('how fast is it?', ...history)).rejects.toMatchObject({ failure: 'quota' })
  })
})
