import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/answering/types.ts'
import { numberedPapers } from '../../src/answering/view.ts'
import type { Turn } from '../../src/store/store.ts'
import { failing, streamed } from '../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { ask, citedTitles, claimsOf, type Opened, openServices } from './answerer.ts'

let services: Opened
afterEach(() => services.close())

/** What is remembered of an answer. */
function turnOf(line: string, answer: Answer): Turn {
  return {
    id: line,
    conversation: 'here',
    person: 'ada',
    at: new Date(),
    line,
    answer: claimsOf(answer).join(' '),
    papers: numberedPapers(answer).map(({ id }) => id),
    claims: [],
  }
}

/** Asks a question, then another one in the same conversation. */
async function askBoth(first: string, then: string) {
  const before = await ask(services, first)
  const after = await ask(services, then, { history: [turnOf(first, before.answer)] })
  return { before, after }
}

describe('a follow-up without a model', () => {
  beforeEach(async () => {
    services = await openServices()
  })

  it.each([
    'what data does it use?',
    'How was it evaluated?',
    'and how does it compare to state-of-the-art methods?',
    'Which limitations does this paper name?',
  ])('leans on the papers of the answer before: %s', async (then) => {
    const { before, after } = await askBoth('what is TAROT?', then)
    expect(citedTitles(before.answer)).toEqual([expect.stringContaining('TAROT')])
    expect(citedTitles(after.answer)).toEqual([expect.stringContaining('TAROT')])
  })

  it('knows the second one from the others', async () => {
    const { before, after } = await askBoth(
      'Which papers are about click-through rate prediction?',
      'What does the second one propose?',
    )
    const second = numberedPapers(before.answer)[1]?.title
    expect(second).toBeDefined()
    expect(citedTitles(after.answer)).toEqual([second])
  })

  it('is a new question when it names another paper', async () => {
    const { after } = await askBoth('what is TAROT?', 'How does OptInter reduce its parameters?')
    expect(citedTitles(after.answer)).toEqual([expect.stringContaining('Optimal')])
  })
})

describe('a follow-up with a model', () => {
  let server: FakeOpenAI
  const tarot = {
    text: 'TAROT is a targeted data selection framework grounded in optimal transport theory.',
    cites: ['1.1'],
  }
  const tasks = {
    text: 'TAROT is evaluated on semantic segmentation, motion prediction, and instruction tuning.',
    cites: ['1.9'],
  }
  beforeEach(async () => {
    server = await startFakeOpenAI()
    services = await openServices(server.url)
  })
  afterEach(() => server.close())

  it('is first made to stand on its own', async () => {
    server.script(
      streamed({ claims: [tarot] }),
      streamed({ question: 'On which tasks was TAROT evaluated?' }),
      streamed({ claims: [tasks] }),
    )
    const { after } = await askBoth('what is TAROT?', 'what was it tested on?')
    expect(claimsOf(after.answer)).toEqual([tasks.text])
    const [, rewrite, answer] = server.requests.map(({ chat }) => chat)
    expect(rewrite?.messages[1]?.content).toContain(`Asked: what is TAROT?\nAnswered: ${tarot.text}`)
    expect(rewrite?.messages[1]?.content).toContain('what was it tested on?')
    expect(answer?.messages[1]?.content).toContain('On which tasks was TAROT evaluated?')
    expect(await services.store.usage.since(new Date(0))).toMatchObject({ calls: 3, inputTokens: 300 })
  })

  it('in another style is the same question once more, without a rewrite', async () => {
    const german = { text: 'TAROT ist ein Verfahren zur Datenauswahl mit optimal transport.', cites: ['1.1'] }
    server.script(streamed({ claims: [tarot] }), streamed({ claims: [german] }))
    const before = await ask(services, 'what is TAROT?')
    const turn = { ...turnOf('what is TAROT?', before.answer), question: 'what is TAROT?' }
    const after = await ask(services, 'auf Deutsch bitte', { history: [turn] })
    expect(claimsOf(after.answer)).toEqual([german.text])
    const [, again] = server.requests.map(({ chat }) => chat?.messages[1]?.content)
    expect(again).toContain('what is TAROT? (Answer in German.)')
  })

  it('is understood from its words when the model cannot say it better', async () => {
    server.script(streamed({ claims: [tarot] }), streamed('Sure!'), streamed({ claims: [tasks] }))
    const { after } = await askBoth('what is TAROT?', 'what was it tested on?')
    expect(claimsOf(after.answer)).toEqual([tasks.text])
  })

  it('is answered from the abstracts when the model is gone', async () => {
    const oops = failing(500, { message: 'Oops' })
    server.script(streamed({ claims: [tarot] }), oops, oops)
    const { after } = await askBoth('what is TAROT?', 'How was it evaluated?')
    expect(after.answer).toMatchObject({ mode: 'extractive', fallback: expect.stringContaining('reached') })
    expect(citedTitles(after.answer)).toEqual([expect.stringContaining('TAROT')])
  })
})
