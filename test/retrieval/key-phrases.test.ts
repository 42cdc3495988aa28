import { describe, expect, it } from 'vitest'
import { keyPhrases } from '../../src/retrieval/key-phrases.ts'
import { paperOf } from '../fixtures/library.ts'

const named = (group: readonly [string, string][], others: readonly [string, string][] = [], limit = 1) =>
  keyPhrases(
    group.map(([title, abstract]) => paperOf(title, abstract)),
    others.map(([title, abstract]) => paperOf(title, abstract)),
    { without: [], limit },
  ).map(({ words }) => words)

describe('the phrases of a group of papers', () => {
  it('are whole, where a part of them stands nowhere else', () => {
    const group: readonly [string, string][] = [
      ['Purring of sleepy grey tabby cats', 'Some sleepy grey tabby cats purr.'],
      ['Naps of sleepy grey tabby cats', 'All sleepy grey tabby cats nap.'],
    ]
    expect(named(group)).toEqual(['sleepy grey tabby cats'])
  })

  it('have the capitals that abstracts give them, and not those of a title', () => {
    const group: readonly [string, string][] = [
      ['Sleep-to-Purr Translation', 'We study sleep-to-purr translation in Siamese cats.'],
      ['SLeep-to-Purr Translation of Siamese Cats', 'For translation, Siamese cats were heard.'],
    ]
    expect(named(group, [['Dogs', 'Dogs bark. Cats do not.']], 2).toSorted()).toEqual([
      'Siamese cats',
      'sleep-to-purr translation',
    ])
  })
})
