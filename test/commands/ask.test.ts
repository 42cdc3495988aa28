import { describe, expect, it } from 'vitest'
import { gatherEvidence } from '../../src/answering/evidence.ts'
import type { Answer, AnswerQuestion } from '../../src/answering/types.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import type { Turn } from '../../src/store/store.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { openShipped, replies, reply } from './shipped-services.ts'

const papers = (await shippedPapers()).filter(({ title }) => /^(?:TAROT|Harnessing)/.test(title))
const evidence = gatherEvidence(papers)
const retrieved = papers.map((paper, index) => ({ paper, score: 0.9 - index / 10 }))
/** The first sentence of each paper, the last paper first. */
const claims = papers
  .map((paper) => sentencesOf(paper).slice(0, 1))
  .reverse()
  .map((cites) => ({ text: cites.map(({ text }) => text).join(' '), cites }))

/** Answers as scripted, in one step, and keeps the history it was given. */
function scripted(answer: Answer, seen: (readonly Turn[])[] = []): AnswerQuestion {
  return async function* (_, { history }) {
    seen.push(history)
    yield { stage: 'reading', papers: 76 }
    yield { stage: 'done', answer }
  }
}

const answered: Answer = { kind: 'answered', mode: 'extractive', claims, evidence, retrieved }
const hedged: Answer = {
  kind: 'hedged',
  mode: 'extractive',
  paper: papers[1] ?? fail(),
  closest: claims.slice(0, 1),
  mayAnswer: false,
  evidence,
  retrieved,
}

function fail(): never {
  throw new Error('Two papers are told of here.')
}

describe('ask', () => {
  it('shows that it reads, then the answer as it grows, then all of it', async () => {
    const { handle } = await openShipped({
      answer: async function* () {
        yield { stage: 'reading', papers: 76 }
        yield { stage: 'writing', answer: { ...answered, mode: 'model', claims: claims.slice(0, 1) } }
        yield { stage: 'done', answer: answered }
      },
    })
    const shown = await replies(handle, 'how is data selected?')
    expect(shown.map(({ tone, blocks }) => [tone, blocks.length > 1])).toEqual([
      ['working', false],
      ['working', false],
      ['answer', true],
    ])
    expect(shown[0]?.summary).toBe('Reading 76 papers…')
    expect(shown.map(({ data }) => data !== undefined)).toEqual([false, false, true])
  })

  it('tells scripts every claim with the exact sentences behind it, and what was retrieved', async () => {
    const { handle } = await openShipped({ answer: scripted(answered) })
    const { data } = await reply(handle, 'ask how is data selected?')
    expect(data).toEqual({
      question: 'how is data selected?',
      kind: 'answered',
      mode: 'extractive',
      claims: claims.map(({ text, cites }) => ({
        text,
        cites: cites.map((sentence) => ({
          paper: sentence.paper,
          title: papers.find(({ id }) => id === sentence.paper)?.title,
          sentence: sentence.text,
        })),
      })),
      papers: retrieved.map(({ paper: { id, title, url }, score }) => ({ id, title, url, score })),
      ms: expect.any(Number),
    })
  })

  it('tells scripts the closest there is as claims of a kind of its own, and goes on from it', async () => {
    const { handle } = await openShipped({ answer: scripted(hedged) })
    const { data } = await reply(handle, 'ask which seed was set?')
    expect(data).toMatchObject({ kind: 'hedged', claims: [{ text: claims[0]?.text }] })
    expect((await reply(handle, 'show 1')).summary).toBe(papers[1]?.title)
  })

  it('keeps scores for scripts between 0 and 1', async () => {
    const [one, other] = retrieved
    if (!one || !other) throw new Error('Two papers are retrieved here.')
    const beyond = [
      { ...one, score: 1.4 },
      { ...other, score: -0.1 },
    ]
    const { handle } = await openShipped({ answer: scripted({ ...answered, retrieved: beyond }) })
    const { data } = await reply(handle, 'ask how is data selected?')
    expect(data).toMatchObject({ papers: [{ score: 1 }, { score: 0 }] })
  })

  it.each(['declined', 'elsewhere'] as const)('leaves no turn behind where it was %s', async (kind) => {
    const answers: Answer[] = [answered, { kind, why: 'No.', retrieved: [] }, answered]
    const seen: (readonly Turn[])[] = []
    const { handle } = await openShipped({
      answer: (...asked) => scripted(answers.shift() ?? answered, seen)(...asked),
    })
    for (const line of ['one?', 'two?', 'three?']) await reply(handle, line)
    expect(seen[2]?.map(({ line }) => line)).toEqual(['one?'])
  })

  it('makes the numbers beside its sources work in the next line', async () => {
    const { handle } = await openShipped({ answer: scripted(answered) })
    await reply(handle, 'how is data selected?')
    expect((await reply(handle, 'show 1')).summary).toBe(papers[1]?.title)
    expect((await reply(handle, 'show 2')).summary).toBe(papers[0]?.title)
  })

  it('gives the latest turns of the conversation along, newest first', async () => {
    const seen: (readonly Turn[])[] = []
    const { handle } = await openShipped({ answer: scripted(answered, seen) })
    for (const line of ['one?', 'two?', 'three?', 'four?']) await reply(handle, line)
    await reply(handle, 'elsewhere?', 'elsewhere')
    expect(seen.map((turns) => turns.map(({ line }) => line))).toEqual([
      [],
      ['one?'],
      ['two?', 'one?'],
      ['three?', 'two?', 'one?'],
      [],
    ])
  })

  it('names the closest papers when the papers do not say', async () => {
    const { handle } = await openShipped({
      answer: scripted({
        kind: 'not-found',
        searched: 76,
        mode: 'extractive',
        retrieved,
      }),
    })
    const { data } = await reply(handle, 'ask what is the weather?')
    expect(data).toMatchObject({ kind: 'not-found', mode: 'extractive', claims: [], papers: [{}, {}] })
    expect((await reply(handle, 'show 2')).summary).toBe(papers[1]?.title)
  })

  it.each<['model' | 'extractive', Answer]>([
    ['model', { ...answered, mode: 'model' }],
    ['model', { kind: 'not-found', searched: 76, mode: 'model', retrieved }],
    ['extractive', { kind: 'not-found', searched: 76, mode: 'extractive', retrieved }],
    ['extractive', hedged],
    ['extractive', { kind: 'elsewhere', why: 'No.', retrieved: [] }],
    ['extractive', { kind: 'declined', why: 'No.', retrieved: [] }],
  ])('says that the mode was %s', async (mode, answer) => {
    const { handle } = await openShipped({ answer: scripted(answer) })
    expect((await reply(handle, 'cats?')).data).toMatchObject({ kind: answer.kind, mode })
  })

  it('answers nothing in words with how to use it', async () => {
    const { handle } = await openShipped()
    expect(await reply(handle, 'ask')).toMatchObject({
      tone: 'warning',
      summary: 'How to use it: ask <question>',
    })
  })
})
