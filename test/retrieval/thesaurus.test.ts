import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PaperboyError } from '../../src/lib/errors.ts'
import { isStopWord, wordsOf } from '../../src/papers/words.ts'
import { loadThesaurus, readThesaurus } from '../../src/retrieval/thesaurus.ts'

/** What a thesaurus adds to a question, as a plain object. */
function expansion(thesaurus: string, question: string) {
  const expanded = [...readThesaurus(thesaurus).expand(question.split(' '))]
  return Object.fromEntries(expanded.map(([word, synonyms]) => [word, synonyms.map(({ words }) => words)]))
}

describe('readThesaurus', () => {
  it('searches for the right side when a word of the left one is asked for', () => {
    expect(expansion('photo, snapshot -> image, visual', 'which photo or snapshot')).toEqual({
      photo: ['image', 'visual'],
      snapshot: ['image', 'visual'],
    })
  })

  it('does not search for the left side of a one-way group', () => {
    expect(expansion('photo -> image', 'image')).toEqual({})
  })

  it('works in all directions among the members of a two-way group', () => {
    const group = 'ctr <-> click-through rate, click rate'
    expect(expansion(group, 'ctr')).toEqual({ ctr: ['click-through rate', 'click rate'] })
    expect(expansion(group, 'click rate')).toEqual({
      click: ['ctr', 'click-through rate'],
      rate: ['ctr', 'click-through rate'],
    })
  })

  it('tells spellings and abbreviations from words that only come close', () => {
    const groups = readThesaurus('llm = large language model\nlink <-> edge')
    expect(groups.expand(['llm']).get('llm')).toEqual([{ words: 'large language model', same: true }])
    expect(groups.expand(['edge']).get('edge')).toEqual([{ words: 'link', same: false }])
  })

  it('compares words by their stems', () => {
    expect(expansion('recogniser -> classifier', 'image recognisers')).toEqual({
      recognisers: ['classifier'],
    })
  })

  it('gives the synonyms of a phrase to each of its words', () => {
    expect(expansion('cut down -> prune', 'cutting down networks')).toEqual({
      cutting: ['prune'],
      down: ['prune'],
    })
  })

  it('prefers the longest phrase, and leaves out what its words stand for alone', () => {
    const groups = 'model -> network\nlanguage model -> lm\nlarge language model -> llm'
    expect(expansion(groups, 'large language models')).toEqual({
      large: ['llm'],
      language: ['llm'],
      models: ['llm'],
    })
    expect(expansion(groups, 'model language models')).toEqual({
      model: ['network'],
      language: ['lm'],
      models: ['lm'],
    })
  })

  it('sees a hyphenated word and its parts alike', () => {
    const group = 'out-of-distribution, u-net++ -> unfamiliar'
    expect(expansion(group, 'out-of-distribution')).toEqual({ 'out-of-distribution': ['unfamiliar'] })
    expect(Object.keys(expansion(group, 'out of distribution'))).toEqual(['out', 'of', 'distribution'])
    expect(expansion(group, 'u-net++')).toEqual({ 'u-net++': ['unfamiliar'] })
  })

  it('adds up what several groups and several places say of a word, in order and once', () => {
    const groups = 'tap -> click\ntap -> press, touch\nbanner tap -> click, advertisement'
    expect(expansion(groups, 'tap')).toEqual({ tap: ['click', 'press', 'touch'] })
    expect(expansion(groups, 'banner tap or tap').tap).toEqual(['click', 'advertisement', 'press', 'touch'])
  })

  it('skips comments and empty lines', () => {
    expect(readThesaurus('# photo -> image\r\n\r\n  \nphoto -> image # as in print\r\n').size).toBe(1)
  })

  it('finds nothing in an empty question or with an empty thesaurus', () => {
    expect(expansion('photo -> image', '')).toEqual({})
    expect(expansion('', 'photo')).toEqual({})
  })

  it.each([
    ['no arrow', 'photo image', /line 3: a group needs one "->", "<->" or "="/],
    ['two arrows', 'photo -> image -> visual', /line 3: a group needs one/],
    ['an empty side', 'photo ->', /line 3: an entry is empty/],
    ['an empty entry', 'photo, , picture -> image', /line 3: an entry is empty/],
    ['an entry of marks only', 'photo, ++ -> image', /line 3: an entry is empty/],
    [
      'a phrase of four words',
      'photo -> chain of many thoughts',
      /line 3: "chain of many thoughts" has more than 3 words/,
    ],
    ['an entry for itself', 'photos -> photo', /line 3: "photos" stands for itself/],
    ['a repeated entry', 'tags -> labels', /line 3: "tags" already stands for "labels"/],
    ['too many synonyms', 'photo -> a1, b1, c1, d1, e1, f1', /line 3: "photo" stands for more than 5 others/],
  ])('refuses %s, naming the line', (_, line, message) => {
    const read = () => readThesaurus(`# Labels\ntag -> label\n${line}\n`)
    expect(read).toThrow(PaperboyError)
    expect(read).toThrow(message)
  })
})

describe('the shipped thesaurus', () => {
  const text = readFileSync(join(import.meta.dirname, '../../data/thesaurus.txt'), 'utf8')
  const groups = text
    .split('\n')
    .map((line) => line.replace(/#.*/, ''))
    .filter((line) => line.trim() !== '')

  it('can be read, without an entry for itself or a repeated one, and is read once', () => {
    expect(readThesaurus(text).size).toBeGreaterThan(1_000)
    expect(loadThesaurus()).toBe(loadThesaurus())
  })

  it('has no entry of stop words only', () => {
    const entries = groups.flatMap((group) => group.split(/<->|->|,/))
    expect(entries.filter((entry) => wordsOf(entry).every(isStopWord))).toEqual([])
  })

  it('is lower case', () => {
    expect(groups.filter((group) => group !== group.toLowerCase())).toEqual([])
  })

  it.each([
    ['shopper', 'user'],
    ['chatbots', 'large language model'],
    ['recsys', 'recommender system'],
    ['params', 'parameter'],
    ['sd', 'stable diffusion'],
    ['effnet', 'efficientnet'],
    ['dalle2', 'dall-e'],
    ['giveaways', 'spurious'],
    ['recogniser', 'classifier'],
    ['optimise', 'optimize'],
  ])('knows that %s may be called %s', (word, called) => {
    const synonyms = loadThesaurus().expand([word]).get(word) ?? []
    expect(synonyms.map(({ words }) => words)).toContain(called)
  })
})
