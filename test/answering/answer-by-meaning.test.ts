import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/answering/types.ts'
import type { Turn } from '../../src/store/store.ts'
import { modelsDir } from '../fixtures/weights.ts'
import { ask, citedTitles, type Opened, openServices } from './answerer.ts'

/** A page on the one paper of this title, and the question it answered. */
async function pageOn({ store }: Opened, title: string, question: string): Promise<Turn> {
  const [paper] = await store.papers.titled(title, 1)
  if (!paper) throw new Error(`No paper is called ${title}`)
  const about = { line: question, question, answer: '', papers: [paper.id], claims: [] }
  return { id: randomUUID(), conversation: 'c', person: 'ada', at: new Date(), ...about }
}
const aboutOf = (answer: Answer) => (answer.kind === 'hedged' ? answer.paper.title : undefined)

describe('answers by meaning', () => {
  let services: Opened
  beforeAll(async () => {
    services = await openServices(undefined, { EMBEDDING_MODEL: 'local', MODELS_DIR: modelsDir })
    await services.warmUp()
  })
  afterAll(() => services.close())

  it.each([
    ['elsewhere', 'what is the capital of France?', 'My papers are not about that'],
    ['conversation', 'thanks a lot!', 'I am here for questions about papers'],
  ])('tell a line that is about %s so, and quote no paper', async (_, line, why) => {
    const { answer } = await ask(services, line)
    expect(answer).toMatchObject({ kind: 'elsewhere', retrieved: [] })
    expect(answer.kind === 'elsewhere' && answer.why).toContain(why)
  })

  it('are answers where a paper is named, however small the talk around it', async () => {
    const { answer } = await ask(services, 'link to the AutoInt repo please')
    expect(answer.kind === 'listed' && answer.head).toContain('github.com/DeepGraphLearning')
  })

  it('tell who wrote the paper just shown, as far as its source says so', async () => {
    const history = [await pageOn(services, 'AutoInt', 'what is AutoInt?')]
    const { answer } = await ask(services, 'who wrote it?', { history, asker: 'ada' })
    expect(answer.kind === 'listed' && answer.head).toBe(
      'Who wrote AutoInt is not known here: its source names no authors.',
    )
  })

  it.each([
    ['which papers were deployed in production?', /deployed|launched|production/i],
    ['which studies were tested online?', /online/i],
    ['list all papers that ran an online A/B test', /online|A\/B/i],
  ])('give of most papers that do something the sentence that says so: %s', async (line, says) => {
    const { answer } = await ask(services, line)
    const quoted = answer.kind === 'answered' ? answer.claims.map(({ text }) => text) : []
    expect(quoted.length).toBeGreaterThan(3)
    expect(quoted.filter((text) => says.test(text)).length).toBeGreaterThan(0.6 * quoted.length)
  })

  it.each(['how many gpus did they need?', 'what batch size did they use?'])(
    'say of the paper just shown that its abstract does not say it: %s',
    async (line) => {
      const history = [await pageOn(services, 'AutoInt', 'what is AutoInt?')]
      const { answer } = await ask(services, line, { history, asker: 'ada' })
      expect(aboutOf(answer)).toMatch(/^AutoInt/)
    },
  )

  it('are answers from the paper just shown, in other words than its own', async () => {
    const title = 'Personalized Audiobook Recommendations'
    const history = [await pageOn(services, title, 'what is 2T-HGNN?')]
    const { answer } = await ask(services, 'did it help their users listen more?', { history, asker: 'ada' })
    expect(answer.kind === 'answered' && answer.claims.map(({ text }) => text).join(' ')).toMatch(
      /listen|stream/i,
    )
  })
})

describe('answers by words alone', () => {
  let services: Opened

  it.each(['https://dl.acm.org/doi/10.1145/3219819.3219823', 'https://openreview.net/forum?id=B1ckMDqlg'])(
    'are from the paper whose link stands in the line: %s',
    async (link) => {
      const [known] = await services.store.papers.titled('Deep Interest Network', 1)
      if (!known) throw new Error('no paper')
      const ids = { doi: '10.1145/3219819.3219823', openreview: 'B1ckMDqlg' }
      await services.store.papers.put([{ ...known, ids }])
      for (const line of [`Which problem does ${link} solve?`, link, `What is new in this one: ${link}`]) {
        const { answer } = await ask(services, line)
        expect(citedTitles(answer)).toEqual([known.title])
      }
    },
  )
  beforeAll(async () => {
    services = await openServices()
  })
  afterAll(() => services.close())

  it('are not to be had of the paper just shown where it shares no word, nor of others', async () => {
    const history = [await pageOn(services, 'AutoInt', 'what is AutoInt?')]
    const { answer } = await ask(services, 'how many gluons did they need?', { history, asker: 'ada' })
    expect(answer.kind).toBe('not-found')
    expect(answer.retrieved.map(({ paper }) => paper.title)).toEqual([expect.stringMatching(/^AutoInt/)])
  })
})
