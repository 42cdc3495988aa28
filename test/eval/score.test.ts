import { describe, expect, it } from 'vitest'
import type { Answer, Claim } from '../../src/answering/types.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import type { Question } from './questions.ts'
import { scoreOutcome } from './score.ts'

const autoInt = makePaper({
  title: 'AutoInt: Automatic Feature Interaction Learning',
  abstract: 'AutoInt stacks attention. It gains 2.1% on Criteo.',
  source: 'page',
})
const hiformer = makePaper({
  title: 'Hiformer: Heterogeneous Feature Interactions',
  abstract: 'Hiformer prunes.',
  source: 'page',
})

const question: Question = {
  id: 'fact-01',
  kind: 'fact',
  question: 'How much does AutoInt gain?',
  papers: [autoInt.title],
  must_include: ['2.1%'],
  answerable: true,
}

const quotes = (paper: Paper): Claim[] =>
  sentencesOf(paper).map((sentence) => ({ text: sentence.text, cites: [sentence] }))

const ranked = (...papers: Paper[]) => papers.map((paper) => ({ paper, score: 1 }))

function answered(claims: readonly Claim[], ...papers: Paper[]): Answer {
  return {
    kind: 'answered',
    claims,
    mode: 'extractive',
    evidence: { papers, sentences: new Map() },
    retrieved: ranked(...papers),
  }
}

const notFound: Answer = {
  kind: 'not-found',
  why: 'nothing fits',
  mode: 'extractive',
  retrieved: ranked(autoInt),
}

function score(answer: Answer, changes: Partial<Question> = {}) {
  const cited = new Map([autoInt, hiformer].map((paper) => [paper.id, paper]))
  return scoreOutcome({ question: { ...question, ...changes }, answer, cited, milliseconds: 1 })
}

describe('the score of an answer', () => {
  it('is full when the wanted paper comes first and the claims say what was asked', () => {
    expect(score(answered(quotes(autoInt), autoInt, hiformer))).toEqual({
      first: 1,
      inFive: 1,
      recallInTen: 1,
      complete: 1,
      refused: 0,
      citesExactly: 1,
      claims: 2,
      failures: [],
    })
  })

  it('falls when another paper comes first', () => {
    expect(score(answered(quotes(autoInt), hiformer, autoInt))).toMatchObject({ first: 0, inFive: 1 })
  })

  it('falls when the claims lack a piece', () => {
    const answer = answered(quotes(autoInt).slice(0, 1), autoInt)
    expect(score(answer)).toMatchObject({ complete: 0, failures: ['the answer lacks 2.1%'] })
  })

  it('falls when an answer on one paper takes more than four claims', () => {
    const claims = Array.from({ length: 3 }, () => quotes(autoInt)).flat()
    expect(score(answered(claims, autoInt))).toMatchObject({ complete: 0, failures: ['6 claims'] })
  })

  it('falls when a cited sentence is not word for word in its abstract', () => {
    const [first] = quotes(autoInt)
    const forged = first?.cites.map((sentence) => ({ ...sentence, text: 'AutoInt gains 9%.' })) ?? []
    const answer = answered([{ text: 'AutoInt gains 9%.', cites: forged }], autoInt)
    expect(score(answer)).toMatchObject({ citesExactly: 0 })
  })

  it('falls when a claim cites nothing', () => {
    expect(score(answered([{ text: 'It gains 2.1%.', cites: [] }], autoInt))).toMatchObject({
      citesExactly: 0,
    })
  })

  it('takes the titles of cited papers for part of the answer where several are asked for', () => {
    const papers = [autoInt, hiformer]
    const answer = answered(papers.flatMap(quotes), ...papers)
    const asked = { papers: papers.map(({ title }) => title), must_include: ['heterogene'] }
    expect(score(answer, { kind: 'compare', ...asked })).toMatchObject({ complete: 1 })
  })

  it('counts refusals, which are wrong for what the abstracts answer', () => {
    expect(score(notFound)).toMatchObject({ refused: 1, complete: 0, first: 1 })
  })

  it('wants a refusal where the abstracts say nothing, and does not score the search', () => {
    const unanswerable = { kind: 'unanswerable', answerable: false } as const
    expect(score(notFound, unanswerable)).toEqual({ refused: 1, failures: [] })
    expect(score(answered(quotes(autoInt), autoInt), unanswerable)).toMatchObject({
      refused: 0,
      failures: ['answered'],
    })
  })
})
