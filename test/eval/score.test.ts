import { describe, expect, it } from 'vitest'
import type { Question } from './questions.ts'
import { scoreShown } from './score.ts'
import type { Shown } from './shown.ts'

const autoInt = 'AutoInt: Automatic Feature Interaction Learning'
const hiformer = 'Hiformer: Heterogeneous Feature Interactions'
const question: Question = {
  id: 'fact-01',
  kind: 'fact',
  question: 'How much does AutoInt gain?',
  papers: [autoInt],
  evidence: ['It gains 2.1% on Criteo.'],
  must_include: ['2.1%'],
  answerable: true,
  also_fine: [],
}

const say = (...texts: string[]): Shown => ({
  kind: 'answered',
  sentences: texts.map((text) => ({ text, title: autoInt })),
  papers: [autoInt, hiformer],
})
const refused: Shown = { kind: 'not-found', sentences: [], papers: [autoInt] }

describe('the score of an answer', () => {
  it('is full when the wanted paper comes first and the first sentence says what was asked', () => {
    expect(scoreShown(question, say('It gains 2.1% on Criteo.'))).toEqual({
      first: 1,
      inFive: 1,
      complete: 1,
      firstHolds: 1,
      onPoint: 1,
      hedged: 0,
      falselyRefused: 0,
      wrongPaper: 0,
      right: 1,
    })
  })

  it('falls when the order of sentences is reversed', () => {
    const shown = say('It gains 2.1% on Criteo.', 'AutoInt stacks attention.')
    const reversed = { ...shown, sentences: shown.sentences.toReversed() }
    expect(scoreShown(question, shown).firstHolds).toBe(1)
    expect(scoreShown(question, reversed).firstHolds).toBe(0)
  })

  it('falls when sentences are shown that nobody asked for', () => {
    const shown = say('It gains 2.1% on Criteo.', 'One.', 'Two.', 'Three.')
    expect(scoreShown(question, shown).onPoint).toBe(0.25)
  })

  it('reads four sentences and no more', () => {
    const texts = ['One.', 'Two.', 'Three.', 'Four.', 'It gains 2.1% on Criteo.']
    expect(scoreShown(question, say(...texts)).complete).toBe(0)
    expect(scoreShown(question, say(...texts.slice(1))).complete).toBe(1)
  })

  it('counts only sentences of papers that were asked for', () => {
    const other = { ...say('It gains 2.1% on Criteo.'), papers: [hiformer, autoInt] }
    const shown = { ...other, sentences: other.sentences.map(({ text }) => ({ text, title: hiformer })) }
    expect(scoreShown(question, shown)).toMatchObject({ first: 0, inFive: 1, onPoint: 0, wrongPaper: 1 })
  })

  it('tells a refusal from a wrong paper', () => {
    expect(scoreShown(question, refused)).toMatchObject({ falselyRefused: 1, wrongPaper: 0, right: 0 })
  })

  it('takes a hedge for right where the papers do not say, and never where nothing was asked of them', () => {
    const hedged: Shown = { ...say('AutoInt stacks attention.'), kind: 'hedged' }
    const unanswerable = {
      ...question,
      kind: 'unanswerable',
      answerable: false,
      evidence: [],
      must_include: [],
    }
    expect(scoreShown(unanswerable, hedged)).toEqual({ declined: 0, hedged: 1, right: 1 })
    expect(scoreShown(unanswerable, refused)).toEqual({ declined: 1, hedged: 0, right: 1 })
    expect(scoreShown(unanswerable, say('It gains.'))).toEqual({ declined: 0, hedged: 0, right: 0 })
    expect(scoreShown({ ...unanswerable, kind: 'offtopic' }, hedged)).toMatchObject({ right: 0 })
  })

  it('wants the names of several papers said, and a count told', () => {
    const several = {
      ...question,
      kind: 'multi',
      papers: [autoInt, hiformer],
      must_include: ['AutoInt', 'Hiformer'],
    }
    const shown = say('It gains 2.1% on Criteo.')
    expect(scoreShown(several, shown).complete).toBe(0)
    const list: Shown = { kind: 'listed', sentences: [], papers: [autoInt, hiformer], count: 2 }
    expect(scoreShown(several, list)).toMatchObject({ complete: 1, falselyRefused: 0, wrongPaper: 0 })
    expect(scoreShown({ ...several, kind: 'count', count: 2 }, list).complete).toBe(1)
    expect(scoreShown({ ...several, kind: 'count', count: 3 }, list).complete).toBe(0)
  })
})
