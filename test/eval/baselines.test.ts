import { describe, expect, it } from 'vitest'
import { paperOf } from '../fixtures/library.ts'
import { bestByWords, lastSentences } from './baselines.ts'

const papers = [
  paperOf(
    'Cats',
    'Cats purr. Purring heals bones. Dogs bark. It rains. Nobody knows why cats purr at night.',
  ),
  paperOf('Dogs', 'Dogs bark at cats. They also howl.'),
]

describe('the naive baselines', () => {
  it('show four sentences of the paper that shares most words, best first, and never refuse', () => {
    const { kind, papers: found, sentences } = bestByWords(papers).answer('why do cats purr?')
    expect({ kind, found }).toEqual({ kind: 'answered', found: ['Cats', 'Dogs'] })
    expect(sentences.map(({ text }) => text)).toEqual([
      'Cats purr.',
      'Nobody knows why cats purr at night.',
      'Purring heals bones.',
      'Dogs bark.',
    ])
    expect(bestByWords(papers).answer('zebras').sentences).toHaveLength(4)
  })

  it('show how that paper ends', () => {
    const { sentences } = lastSentences(papers).answer('purring bones')
    expect(sentences.map(({ text }) => text)).toEqual([
      'Dogs bark.',
      'It rains.',
      'Nobody knows why cats purr at night.',
    ])
  })
})
