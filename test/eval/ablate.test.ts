import { describe, expect, it } from 'vitest'
import { formatMoves, movesOf } from './ablate.ts'
import type { AskedSet } from './evaluate-questions.ts'
import type { Score } from './score.ts'

const questions = 40
const question = {
  id: 'q',
  kind: 'what',
  answerable: true,
  question: '?',
  papers: [],
  evidence: [],
  must_include: [],
}

/** A set on which everything is right with all signals, and this share of it without one of them. */
function askedSet(name: string, tunedFor: boolean, shares: Readonly<Record<string, number>>): AskedSet {
  const scoreOf = (right: number): Score => ({ hedged: 0, right })
  const outcomes = Array.from({ length: questions }, (_, index) => ({
    question: { ...question, also_fine: [] },
    shown: {},
    scores: {
      'with all': scoreOf(1),
      ...Object.fromEntries(
        Object.entries(shares).map(([signal, share]) => [signal, scoreOf(Number(index < share * questions))]),
      ),
    },
    milliseconds: 0,
  }))
  const set = {
    ...{ name, tunedFor, collection: name },
    papers: async () => [],
    questions: async () => [],
  }
  return { set, bots: [], baselines: [], outcomes }
}

describe('an ablation', () => {
  const signals = ['words', 'place', 'address']
  const asked = [
    askedSet('new', false, { words: 0.5, place: 1, address: 0.975 }),
    askedSet('own', true, { words: 1, place: 0.5, address: 1 }),
  ]

  it('counts question by question what each signal moves', () => {
    expect(movesOf(asked, signals)).toMatchObject([
      { signal: 'words', set: 'new', measure: 'right', before: 1, change: -0.5, won: 0, lost: 20 },
      { signal: 'place', set: 'own', change: -0.5 },
      { signal: 'address', set: 'new', change: -0.025, lost: 1 },
    ])
  })

  it('tells own text from new, and what no new text misses for certain', () => {
    const told = formatMoves(movesOf(asked, signals), signals)
    const [newText = '', ownText = ''] = told.split('Text that rules were chosen on')
    expect(newText).toMatch(/words +new +right +1\.000 +-0\.500/)
    expect(newText).not.toContain('place')
    expect(ownText).toMatch(/place +own +right/)
    expect(told.split('\n').at(-1)).toBe('No new text misses for certain: place; address')
  })
})
