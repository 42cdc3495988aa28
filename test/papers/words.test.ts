import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { stemmer } from 'stemmer'
import { describe, expect, it } from 'vitest'
import { foldText, isStopWord, stem, wordsOf } from '../../src/papers/words.ts'

describe('foldText', () => {
  it.each([
    ['case', 'TAROT', 'tarot'],
    ['accents', 'Naïve Bücher', 'naive bucher'],
    ['apostrophes of any shape', "don't, users’, `it`", 'dont, users, it'],
    ['ligatures and wide letters', 'ﬁne ＣＮＮ', 'fine cnn'],
    ['superscripts', 'X²', 'x2'],
  ])('evens out %s', (_, text, folded) => {
    expect(foldText(text)).toBe(folded)
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => foldText(foldText(text)) === foldText(text)),
    )
  })
})

describe('wordsOf', () => {
  it('gives the runs of letters and digits, folded and in order', () => {
    expect(wordsOf('U-Net++ (2015) doesn’t cost 1.5€!')).toEqual([
      'u',
      'net',
      '2015',
      'doesnt',
      'cost',
      '1',
      '5',
    ])
  })

  it('reads every script', () => {
    expect(wordsOf('推荐 системы α')).toEqual(['推荐', 'системы', 'α'])
  })

  it('finds none in marks and empty texts', () => {
    expect(wordsOf('')).toEqual([])
    expect(wordsOf(' … ** 🎉 ')).toEqual([])
  })

  it('finds the same words in a text and in its words', () => {
    const holds = (text: string) => isDeepStrictEqual(wordsOf(wordsOf(text).join(' ')), wordsOf(text))
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), holds))
  })
})

describe('stem', () => {
  it.each([
    ['recommendations', 'recommend'],
    ['recommending', 'recommend'],
    ['features', 'featur'],
    ['feature', 'featur'],
    ['pruning', 'prune'],
  ])('takes %s as %s, like the word index', (word, stemmed) => {
    expect(stem(word)).toBe(stemmed)
  })

  it('leaves words of two letters alone', () => {
    expect(stem('as')).toBe('as')
  })

  it('leaves what ends in a digit alone, as Porter does', () => {
    const word = fc.stringMatching(/^[a-z0-9]{0,12}[0-9]$/)
    fc.assert(fc.property(word, (one) => stem(one) === one && stemmer(one) === one))
  })
})

describe('isStopWord', () => {
  it.each(['the', 'whose', 'doesnt', 'hey', 'tldr'])('says that "%s" carries no topic', (word) => {
    expect(isStopWord(word)).toBe(true)
  })

  it.each(['data', 'learning', 'transformer', 'attention', 'click'])('says that "%s" carries one', (word) => {
    expect(isStopWord(word)).toBe(false)
  })
})
