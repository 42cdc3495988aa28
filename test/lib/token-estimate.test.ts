import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateTokens, shortenToTokens } from '../../src/lib/token-estimate.ts'

describe('estimateTokens', () => {
  it.each([
    // Counted with the o200k_base encoding of current OpenAI models.
    ['Scaling laws for neural recommenders: HSTU outperforms baselines by up to 65.8% in NDCG.', 28],
    [String.raw`$\mathcal{L}_{\theta}(x_i) = \sum_{j} \alpha_{ij} \log p(x_j)$`, 29],
    ['我们提出了一种新的推荐模型', 7],
    ['😀🎉🦾', 6],
    ['', 0],
  ])('is not below the true count of "%s"', (text, tokens) => {
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(tokens)
  })
})

describe('shortenToTokens', () => {
  it('cuts to the limit, as late as possible, and never through a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, limit) => {
        const cut = shortenToTokens(text, limit)
        expect(text.startsWith(cut)).toBe(true)
        expect(estimateTokens(cut)).toBeLessThanOrEqual(limit)
        expect(cut.isWellFormed()).toBe(text.isWellFormed())
        if (cut !== text) {
          const next = String.fromCodePoint(text.codePointAt(cut.length) ?? 0)
          expect(estimateTokens(cut + next)).toBeGreaterThan(limit)
        }
      }),
    )
  })
})
