import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuseRankings } from '../../src/retrieval/fuse.ts'

describe('fuseRankings', () => {
  it('leaves a single ranking as it is', () => {
    expect(fuseRankings([['b', 'a', 'c'], []])).toEqual(['b', 'a', 'c'])
  })

  it('puts what both rankings have before what only one has', () => {
    expect(
      fuseRankings([
        ['a', 'b', 'c'],
        ['d', 'c', 'e'],
      ])[0],
    ).toBe('c')
  })

  it('keeps the order of the first ranking among ties', () => {
    expect(
      fuseRankings([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    ).toEqual(['a', 'b'])
    expect(fuseRankings([['a'], ['b']])).toEqual(['a', 'b'])
  })

  it('does not let one first place outweigh agreement', () => {
    expect(
      fuseRankings([
        ['x', 'a', 'b'],
        ['y', 'a', 'b'],
      ]).slice(0, 2),
    ).toEqual(['a', 'b'])
  })

  it('holds everything once, and nothing else', () => {
    const ranking = fc.uniqueArray(fc.nat(20))
    fc.assert(
      fc.property(fc.array(ranking, { maxLength: 4 }), (rankings) => {
        expect(fuseRankings(rankings).toSorted()).toEqual([...new Set(rankings.flat())].toSorted())
      }),
    )
  })
})
