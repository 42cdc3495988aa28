import { describe, expect, it } from 'vitest'
import { type Wanted, wantedBy } from '../../../src/answering/extractive/question.ts'
import { quantityIn, signsOf, speaksOfOwnWork } from '../../../src/answering/extractive/sentence-signs.ts'

const wanting = (...kinds: (keyof Wanted)[]): Wanted => ({
  ...wantedBy(''),
  ...Object.fromEntries(kinds.map((kind) => [kind, true])),
})

describe('signsOf', () => {
  it.each<[keyof Wanted, string, string]>([
    ['number', 'It is 5.3x faster.', 'It is faster.'],
    ['link', 'Code: https://example.org/code.', 'A code of conduct.'],
    ['proposal', 'We propose a new loss.', 'Losses are common.'],
    ['evaluation', 'Experiments on two datasets confirm it.', 'Cats are confirmed.'],
    ['name', 'They use HSTU.', 'They use it.'],
  ])('values a sentence that shows the %s that is wanted', (kind, shows, lacks) => {
    expect(signsOf(shows, wanting(kind))).toBeGreaterThan(signsOf(lacks, wanting(kind)))
    expect(signsOf(lacks, wanting(kind))).toBe(0)
  })

  it('values a promise of code less than its address', () => {
    const promise = signsOf('Our code will be released.', wanting('link'))
    expect(promise).toBeGreaterThan(0)
    expect(promise).toBeLessThan(signsOf('Code: https://example.org/code.', wanting('link')))
  })

  it('is nothing when nothing in particular is wanted', () => {
    expect(signsOf('We propose HSTU, 5.3x faster on two datasets: https://example.org.', wanting())).toBe(0)
  })

  it('values a link most: there is one sentence that holds it', () => {
    const sentence = 'We release data and code at https://example.org/2.'
    const link = signsOf(sentence, wanting('link'))
    expect(link).toBeGreaterThan(signsOf(sentence, wanting('number', 'proposal', 'evaluation')))
  })
})

describe('quantityIn', () => {
  it('is surer of a number with its unit than of one without, and of that than of a word', () => {
    const sureness = ['a gain of 12.4%', 'seen on 19 of them', 'both of the two', 'many of them'].map(
      quantityIn,
    )
    expect(sureness).toEqual(sureness.toSorted((one, other) => other - one))
    expect(new Set(sureness).size).toBe(4)
    expect(sureness.at(-1)).toBe(0)
  })

  it.each(['1.5 trillion parameters', '5.3x faster', '500M examples', '10 times less'])(
    'is sure of "%s"',
    (text) => {
      expect(quantityIn(text)).toBe(1)
    },
  )
})

describe('speaksOfOwnWork', () => {
  it.each(['We study cats.', 'This paper is on cats.', 'Our cats purr.', 'In this work cats purr.'])(
    'sees it in "%s"',
    (text) => {
      expect(speaksOfOwnWork(text)).toBe(true)
    },
  )

  it.each(['Cats are popular.', 'Weekly hours were counted.', 'Previous work is slow.'])(
    'does not see it in "%s"',
    (text) => {
      expect(speaksOfOwnWork(text)).toBe(false)
    },
  )
})
