import { describe, expect, it } from 'vitest'
import type { Answer, Claim } from '../../src/answering/types.ts'
import { answerReply, numberedPapers, readingReply } from '../../src/answering/view.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import { plainText } from '../../src/replies/plain.ts'
import { evidenceOf } from './evidence-fixture.ts'

const cats = { id: 'cats', title: 'On Cats', abstract: 'We propose cats. Cats purr at 25 Hz.' }
const dogs = { id: 'dogs', title: 'On Dogs', abstract: 'We propose dogs. Dogs bark.' }
const [catsProposed, catsPurr] = sentencesOf(cats)
const [, dogsBark] = sentencesOf(dogs)
const turn = 'the-turn'
const evidence = evidenceOf(cats, dogs)
const retrieved = evidence.papers.map((paper, index) => ({ paper, score: 0.9 - index / 2 }))

/** A claim on the sentences that a test names. */
function claim(text: string, ...cites: readonly (Claim['cites'][number] | undefined)[]): Claim {
  return { text, cites: cites.filter((sentence) => sentence !== undefined) }
}

function answered(parts: Partial<Extract<Answer, { kind: 'answered' }>>): Answer {
  return { kind: 'answered', mode: 'extractive', evidence, retrieved, claims: [], ...parts }
}

describe('a quoted answer', () => {
  const answer = answered({
    claims: [claim('Dogs bark.', dogsBark), claim('Cats purr at 25 Hz.', catsPurr)],
  })
  const page = answerReply(answer, 'done', { turn })

  it('numbers its sources in the order in which it cites them', () => {
    expect(plainText(page)).toBe(
      [
        '- Dogs bark. [1]\n- Cats purr at 25 Hz. [2]',
        'Sources',
        '1. On Dogs <https://example.org/dogs>',
        '2. On Cats <https://example.org/cats>',
        'Quoted from the abstracts.',
        'evidence · show 1 · show 2 · similar 1 · cite',
      ].join('\n\n'),
    )
    expect(numberedPapers(answer).map(({ id }) => id)).toEqual(['dogs', 'cats'])
  })

  it('links each citation to its paper', () => {
    const [list] = page.blocks
    expect(list).toMatchObject({
      kind: 'list',
      items: [
        [{ text: 'Dogs bark. ' }, { kind: 'cite', number: 1, url: 'https://example.org/dogs' }],
        [{ text: 'Cats purr at 25 Hz. ' }, { kind: 'cite', number: 2, url: 'https://example.org/cats' }],
      ],
    })
  })

  it('is summed up by its first claim', () => {
    expect(page.summary).toBe('Dogs bark.')
    expect(page.tone).toBe('answer')
  })
})

describe('an answer that a model wrote', () => {
  const claims = [claim('Both are proposed, and cats purr.', catsProposed, dogsBark, catsPurr, catsPurr)]

  it('shows the exact sentences under each source, each once', () => {
    const page = plainText(
      answerReply(answered({ mode: 'model', claims }), 'done', { turn, model: 'openai:small' }),
    )
    expect(page).toBe(
      [
        'Both are proposed, and cats purr. [1][2]',
        'Sources',
        '1. On Cats <https://example.org/cats>',
        '> We propose cats.',
        '> Cats purr at 25 Hz.',
        '2. On Dogs <https://example.org/dogs>',
        '> Dogs bark.',
        'Written by openai:small; numbers and names checked, the rest not.',
        'evidence · show 1 · show 2 · similar 1 · cite',
      ].join('\n\n'),
    )
  })

  it('says why a configured model did not write it', () => {
    const fallback = 'The model did not answer in time.'
    const page = answerReply(answered({ claims: [claim('Dogs bark.', dogsBark)], fallback }), 'done', {
      turn,
      model: 'openai:small',
    })
    expect(plainText(page)).toContain(`Quoted from the abstracts. ${fallback}`)
  })

  it('keeps a mark-up in what the model or an abstract says as text', () => {
    const page = answerReply(
      answered({ mode: 'model', claims: [claim('See \u001b[31m[x](https://evil.example)\u202e', dogsBark)] }),
      'done',
      { turn },
    )
    expect(page.blocks[0]).toMatchObject({
      body: [{ kind: 'text', text: 'See [x](https://evil.example) ' }, { kind: 'cite' }],
    })
  })
})

describe('the closest there is', () => {
  const answer: Answer = {
    kind: 'hedged',
    mode: 'extractive',
    paper: evidence.papers.find(({ id }) => id === 'dogs') ?? evidence.papers[0] ?? fail(),
    closest: [claim('Dogs bark.', dogsBark)],
    mayAnswer: false,
    evidence,
    retrieved,
  }

  it('is said to be no more than that, with its paper and the way to its evidence', () => {
    const page = answerReply(answer, 'done', { turn })
    expect(page.summary).toBe('The abstract of “On Dogs” does not say this outright.')
    expect(plainText(page)).toBe(
      [
        'The abstract of “On Dogs” does not say this outright. Closest:',
        'Dogs bark. [1]',
        'Source',
        '1. On Dogs <https://example.org/dogs>',
        'Quoted from the abstract.',
        'evidence · show 1 · similar 1 · cite',
      ].join('\n\n'),
    )
    expect(numberedPapers(answer).map(({ id }) => id)).toEqual(['dogs'])
    expect(page.rating).toEqual({ up: 'feedback up the-turn', down: 'feedback down the-turn' })
  })

  it('may be the answer after all where nobody can tell', () => {
    expect(answerReply({ ...answer, mayAnswer: true }, 'done', { turn }).summary).toBe(
      'I am not sure that the abstract of “On Dogs” answers this.',
    )
  })

  it('says why no model wrote instead', () => {
    const fallback = 'The model did not answer in time.'
    const page = answerReply({ ...answer, fallback }, 'done', { turn })
    expect(plainText(page)).toContain(`Quoted from the abstract. ${fallback}`)
  })
})

function fail(): never {
  throw new Error('No such paper.')
}

describe('while it is written', () => {
  it('an answer without claims still reads', () => {
    expect(answerReply(answered({}), 'writing', { turn })).toEqual(readingReply(2))
    expect(readingReply(1)).toMatchObject({ summary: 'Reading 1 paper…', tone: 'working' })
  })

  it('an answer grows without sources and buttons', () => {
    const written = answered({ claims: [claim('Dogs bark.', dogsBark)], mode: 'model' })
    const page = answerReply(written, 'writing', { turn })
    expect(page).toMatchObject({ tone: 'working', summary: 'Dogs bark.' })
    expect(page.actions).toBeUndefined()
    expect(page.blocks).toHaveLength(1)
  })

  it('quotes say that a model is still to write', () => {
    const quoted = answered({ claims: [claim('Dogs bark.', dogsBark)], mode: 'extractive' })
    const text = plainText(answerReply(quoted, 'writing', { turn }))
    expect(text).toMatch(/^Dogs bark\..*until the model has written\./s)
  })
})

describe('no answer', () => {
  it('says plainly that the papers do not say, and offers the closest', () => {
    const answer: Answer = { kind: 'not-found', searched: 1234, mode: 'extractive', retrieved }
    const page = answerReply(answer, 'done', { turn })
    expect(page.summary).toBe('I did not find it in 1,234 papers.')
    expect(plainText(page)).toContain('1. On Cats <https://example.org/cats>\n   We propose cats.')
    expect(page.actions).toMatchObject([{ command: 'show cats' }, { command: 'show dogs' }])
    expect(numberedPapers(answer).map(({ id }) => id)).toEqual(['cats', 'dogs'])
  })

  it('has a next step even when nothing is close', () => {
    const page = answerReply({ kind: 'not-found', searched: 1, mode: 'extractive', retrieved: [] }, 'done', {
      turn,
    })
    expect(page.summary).toBe('I did not find it in 1 paper.')
    expect(plainText(page)).toContain('Try other words')
    expect(page.actions).toBeUndefined()
  })

  it.each(['declined', 'elsewhere'] as const)('what is %s says why and what can be done instead', (kind) => {
    const answer: Answer = { kind, why: 'I only talk about papers.', retrieved: [] }
    expect(answerReply(answer, 'done', { turn })).toMatchObject({
      summary: 'I only talk about papers.',
      actions: [{ command: 'help' }],
    })
    expect(numberedPapers(answer)).toEqual([])
  })
})
