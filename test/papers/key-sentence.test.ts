import { describe, expect, it } from 'vitest'
import { keySentence } from '../../src/papers/key-sentence.ts'

const keyOf = (abstract: string) => keySentence({ id: 'p', abstract })?.text

describe('the sentence that says what a paper does', () => {
  it.each([
    ['a proposal', 'Cats are hard. To solve this, we first propose Cat. We show that it works.', 1],
    ['a paper that introduces', 'Cats are hard. We show cats. This paper introduces Cat.', 2],
    [
      'a proposal late in a sentence',
      'We revisit design choices. We recast cats as dogs, and propose a model, Cat.',
      1,
    ],
    ['something built', 'Cats are hard. We build a minimal world of cats.', 1],
    ['a purpose', 'Cats are hard. The objective of this work is to pet cats. Cats purr.', 1],
    ['a finding', 'Cats are hard. How many are there? We find that there are nine.', 2],
    ['nothing of the kind', 'Cats are hard. Dogs are not.', 0],
  ])('is %s', (_, abstract, index) => {
    expect(keyOf(abstract)).toBe(abstract.split(/(?<=[.?]) /)[index])
  })

  it('is missing without an abstract', () => {
    expect(keyOf('')).toBeUndefined()
  })
})
