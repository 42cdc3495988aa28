import { describe, expect, it } from 'vitest'
import { gatherEvidence } from '../../src/answering/evidence.ts'
import type { AnswerQuestion } from '../../src/answering/types.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import type { Handle } from '../../src/platform/request.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { openShipped, reply } from './shipped-services.ts'

const retrieved = (await shippedPapers()).slice(0, 2).map((paper) => ({ paper, score: 0.5 }))
const silent: AnswerQuestion = async function* () {
  yield { stage: 'done', answer: { kind: 'not-found', searched: 76, mode: 'extractive', retrieved } }
}

const quoting: AnswerQuestion = async function* () {
  const [paper] = retrieved
  const claims = paper
    ? sentencesOf(paper.paper)
        .slice(0, 2)
        .map((sentence) => ({ text: sentence.text, cites: [sentence] }))
    : []
  const evidence = gatherEvidence(retrieved.map(({ paper }) => paper))
  yield { stage: 'done', answer: { kind: 'answered', claims, evidence, mode: 'extractive', retrieved } }
}

/** Says a line as somebody, and reads what comes of it to its end. */
async function say(handle: Handle, line: string, person: string) {
  const where = { platform: 'slack' as const, conversation: 'here' }
  const pages = await Array.fromAsync(handle({ who: { id: person }, where, line }))
  return pages.at(-1)
}

describe('feedback', () => {
  it('is kept for the answer whose thumb was pressed, the last opinion of each person', async () => {
    const { handle, services } = await openShipped({ answer: silent })
    const rating = (await reply(handle, 'why?')).rating ?? { up: '', down: '' }
    await reply(handle, 'and why that?')
    await say(handle, rating.up, 'ada')
    await say(handle, rating.down, 'bob')
    const thanks = await say(handle, rating.down, 'ada')
    expect(thanks).toMatchObject({ audience: 'asker', tone: 'answer' })
    const turn = rating.up.split(' ').at(-1) ?? ''
    const at = services.clock.now()
    expect(await services.store.feedback.of(turn)).toEqual([
      { turn, person: 'ada', rating: 'down', at },
      { turn, person: 'bob', rating: 'down', at },
    ])
  })

  it('that is typed is for the last answer', async () => {
    const { handle, services } = await openShipped({ answer: silent })
    await reply(handle, 'why?')
    const { data } = await reply(handle, 'feedback up')
    const [turn] = await services.store.turns.recent('here', 1)
    expect(data).toEqual({ turn: turn?.id, rating: 'up' })
    expect(await services.store.feedback.of(turn?.id ?? '')).toMatchObject([{ person: 'ada', rating: 'up' }])
  })

  it('is kept, too, for a page on which nothing came close', async () => {
    const { handle, services } = await openShipped({
      answer: async function* () {
        yield {
          stage: 'done',
          answer: { kind: 'not-found', searched: 76, mode: 'extractive', retrieved: [] },
        }
      },
    })
    const { rating } = await reply(handle, 'why?')
    const thanks = await say(handle, rating?.down ?? '', 'ada')
    expect(thanks?.tone).toBe('answer')
    const turn = rating?.down.split(' ').at(-1) ?? ''
    expect(await services.store.feedback.of(turn)).toMatchObject([{ person: 'ada', rating: 'down' }])
  })

  it('keeps that a sentence is cited wrongly, once for each person, beside the thumb', async () => {
    const { handle, services } = await openShipped({ answer: quoting })
    const answer = await reply(handle, 'what is proposed?')
    const page = await reply(
      handle,
      answer.actions?.flatMap((a) => (a.kind === 'run' ? [a.command] : []))[0] ?? '',
    )
    const lines = page.actions?.flatMap((action) => (action.kind === 'run' ? [action.command] : [])) ?? []
    expect(lines).toHaveLength(2)
    const [, second = ''] = lines
    await say(handle, answer.rating?.down ?? '', 'ada')
    for (const person of ['ada', 'ada', 'bob'])
      expect((await say(handle, second, person))?.tone).toBe('answer')
    const turn = second.split(' ').at(-1) ?? ''
    const at = services.clock.now()
    expect(await services.store.feedback.of(turn)).toEqual([
      { turn, person: 'ada', rating: 'down', at },
      { turn, person: 'ada', rating: 'wrong', claim: 2, at },
      { turn, person: 'bob', rating: 'wrong', claim: 2, at },
    ])
  })

  it('fits into a button of any platform', async () => {
    const { handle } = await openShipped({ answer: silent })
    const { up = '', down = '' } = (await reply(handle, 'why?')).rating ?? {}
    expect(up).toMatch(/^feedback up \S+$/)
    expect(down.length).toBeLessThanOrEqual(100)
  })

  it.each([
    ['feedback up', 'no answer here'],
    ['feedback up 00000000-0000-0000-0000-000000000000', 'no answer here'],
    ['feedback wrong 1', 'No answer here has a sentence with that number'],
    ['/feedback wrong 0', 'How to use it'],
    ['feedback', 'How to use it'],
    ['/feedback sideways', 'How to use it'],
  ])('%s is told what is missing', async (line, words) => {
    const { handle } = await openShipped()
    expect(await reply(handle, line)).toMatchObject({
      tone: 'warning',
      audience: 'asker',
      summary: expect.stringContaining(words),
    })
  })
})
