import { afterEach, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { plainText } from '../../src/replies/plain.ts'
import { type Opened, openServices } from '../answering/answerer.ts'
import { failing } from '../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { modelOf, type Roles, verdictsBy } from '../fakes/scripted-model.ts'
import { cards, replies } from './shipped-services.ts'

let server: FakeOpenAI
let services: Opened
afterEach(async () => {
  await services.close()
  await server.close()
})

async function open(roles: Roles, settings: Record<string, string> = {}) {
  server = await startFakeOpenAI({ otherwise: modelOf(roles) })
  services = await openServices(server.url, { CHAT_MODEL: 'openai:test', ...settings })
}

/** The pages that a line brings, and the last one as text. */
async function say(line: string) {
  const pages = await replies(createHandle(commands, services), line)
  const last = pages.at(-1)
  if (!last) throw new Error(`No reply to ${line}`)
  return { pages, last, text: plainText(last) }
}

/** The papers that a prompt shows, in order, with the id of the first sentence of each. */
const papersIn = (prompt: string) =>
  [...prompt.matchAll(/^Paper \d+: (.*?)(?: \([^()]*\))?\n\[(\d+\.\d+)\] (.*)$/gm)].map(
    ([, title = '', id = '', sentence = '']) => ({
      title,
      id,
      sentence,
    }),
  )

describe('"is there a paper on …?" with a model', () => {
  const line = 'is there a paper on data selection?'
  const fits = (title: string) => /TAROT/.test(title)

  it('lists the papers of which the model says why they fit, and drops the others', async () => {
    await open({
      answer: (prompt) => ({
        claims: papersIn(prompt)
          .filter(({ title }) => fits(title))
          .map(({ id, sentence }) => ({ cites: [id], text: sentence })),
        not_stated: [],
      }),
    })
    const { pages, last, text } = await say(line)
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.chat?.messages[1]?.content).toContain('Looked for are papers about:')
    // What the search alone found stands there at once.
    expect(pages[0]?.tone).toBe('working')
    expect(cards(pages[0] ?? last).length).toBeGreaterThan(1)
    expect(cards(last)).toEqual([expect.stringContaining('1 TAROT')])
    expect(text).toContain('The paper that fits data selection')
    expect(text).toMatch(/Written by openai:test; numbers and names checked.*about something else\./s)
    expect(last.data).toMatchObject({ claims: [{ cites: [{ title: expect.stringContaining('TAROT') }] }] })
  })

  it('keeps a paper of which only what the model says does not hold, and judges the rest', async () => {
    const wrong = 'TAROT selects data with an accuracy of 99.9%.'
    let titles: readonly string[] = []
    await open(
      {
        answer: (prompt) => {
          const [first, second] = papersIn(prompt)
          titles = [first?.title ?? '', second?.title ?? '']
          return {
            claims: [
              { cites: [first?.id ?? ''], text: wrong },
              { cites: [second?.id ?? ''], text: second?.sentence ?? '' },
            ],
            not_stated: [],
          }
        },
        judge: verdictsBy(() => 'supported'),
      },
      { JUDGE_MODEL: 'openai:test' },
    )
    const { last, text } = await say(line)
    expect(cards(last)).toEqual(titles.map((title, index) => `${index + 1} ${title}`))
    expect(text).not.toContain('99.9%')
    expect(text).toContain('every sentence judged against the ones it cites. Left out: one sentence')
  })

  it('says so when the model finds none, with the closest', async () => {
    await open({ answer: () => ({ claims: [], not_stated: [] }) })
    const { last, text } = await say(line)
    expect(text).toContain(
      'None of 76 papers is about it, according to the model; the closest to data selection',
    )
    expect(cards(last)).toHaveLength(3)
  })

  it('lists what the search found when the model fails, and says why', async () => {
    await open({ answer: () => failing(401, { message: 'Incorrect API key' }) })
    const { pages, last, text } = await say(line)
    expect(cards(last)).toEqual(cards(pages[0] ?? last))
    expect(text).toContain('The model server does not accept the key')
  })

  it.each([
    'is there a paper on the chromodynamics of gluons?',
    'search data selection',
    '/search data selection',
  ])('asks no model where nothing fits, nor for a list that is asked for by name: %s', async (line) => {
    await open({})
    expect((await say(line)).text).toMatch(/None of 76 papers|that best fit/)
    expect(server.requests).toHaveLength(0)
  })

  it('shows as evidence what it wrote and how that was checked', async () => {
    await open({
      answer: (prompt) => ({
        claims: papersIn(prompt)
          .filter(({ title }) => fits(title))
          .map(({ id }) => ({ cites: [id], text: 'TAROT is about choosing what to train on.' })),
        not_stated: [],
      }),
    })
    await say(line)
    const { text } = await say('evidence')
    expect(text).toContain('TAROT is about choosing what to train on.')
    expect(text).toContain('Not judged')
  })
})

describe('a comparison with a model', () => {
  const line = 'AutoInt vs FinalMLP?'

  it('is written above the table, its claims checked like those of an answer', async () => {
    await open({
      answer: (prompt) => {
        const [one, other] = papersIn(prompt)
        const cites = [one?.id ?? '', other?.id ?? '']
        return {
          claims: [
            { cites, text: 'AutoInt and FinalMLP both predict clicks.' },
            { cites, text: 'AutoInt is 37 times faster than FinalMLP.' },
          ],
          not_stated: ['how fast AutoInt is'],
        }
      },
    })
    const { pages, last, text } = await say(line)
    expect(pages[0]).toMatchObject({ tone: 'working' })
    expect(last.blocks.map(({ kind }) => kind).slice(0, 3)).toEqual(['paragraph', 'paragraph', 'table'])
    expect(text).toContain('AutoInt and FinalMLP both predict clicks. [1] [2]'.replace('] [', ']['))
    expect(text).toContain('Not stated in these abstracts: how fast AutoInt is.')
    expect(text).not.toContain('37 times')
    expect(text).toMatch(/Written by openai:test; numbers and names checked.*Left out: one sentence.*quoted/s)
    expect(last.data).toMatchObject({ claims: [{ text: 'AutoInt and FinalMLP both predict clicks.' }] })
    const prompt = server.requests[0]?.chat?.messages[1]?.content ?? ''
    expect(papersIn(prompt)).toHaveLength(2)
    expect(prompt).toContain('How do AutoInt and FinalMLP compare?')
  })

  it.each<[string, NonNullable<Roles['answer']>, string]>([
    [
      'says nothing',
      () => ({ claims: [], not_stated: [] }),
      'The model wrote no comparison from these abstracts.',
    ],
    ['fails', () => failing(401, { message: 'No' }), 'does not accept the key'],
  ])('is the table alone when the model %s', async (_, answer, reason) => {
    await open({ answer })
    const { last, text } = await say(line)
    expect(last.blocks[0]?.kind).toBe('table')
    expect(text).toContain(`Quoted from the abstracts. `)
    expect(text).toContain(reason)
  })
})
