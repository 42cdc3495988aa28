import { describe, expect, it } from 'vitest'
import { foldForMatching, missingFrom } from './matching.ts'

describe('matching', () => {
  it.each([
    ['65.8\\%', '65.8%'],
    ['**HSTU** beats `DIN`', 'hstu beats din'],
    ['{BERT}4Rec and $k$-means', 'bert4rec and k-means'],
    ['5.3x–15.2x', '5.3x-15.2x'],
    ['T‑FREX − a tool', 't-frex - a tool'],
    ['ﬁne\u00a0tuned\n twice', 'fine tuned twice'],
  ])('takes %j for %j', (written, folded) => expect(foldForMatching(written)).toBe(folded))

  it('finds stems inside words', () => {
    expect(missingFrom('A heterogeneous layer', ['Heterogene'])).toEqual([])
  })

  it('names what is missing', () => {
    expect(missingFrom('up to 65.8% in NDCG', ['65.8%', '5.3x'])).toEqual(['5.3x'])
  })
})
