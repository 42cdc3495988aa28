import { describe, expect, it } from 'vitest'
import { tasteByMeaning } from '../../src/retrieval/relevance-feedback.ts'

const vectors = new Map(
  Object.entries({ east: [1, 0], north: [0, 1], west: [-1, 0], liked: [0.8, 0.6], unliked: [-0.8, 0.6] }).map(
    ([id, values]) => [id, { paper: Float32Array.from(values) }] as const,
  ),
)
const ranked = ['east', 'west']

describe('relevance feedback', () => {
  it('moves papers towards what was liked, and less away from what was not', () => {
    const taste = tasteByMeaning(ranked, { liked: ['liked'], disliked: [] }, vectors)
    expect(taste?.get('east')).toBeCloseTo(0.75 * 0.8)
    expect(taste?.get('west')).toBeCloseTo(-0.75 * 0.8)
    const both = tasteByMeaning(ranked, { liked: ['liked'], disliked: ['unliked'] }, vectors)
    expect(both?.get('east')).toBeCloseTo(0.75 * 0.8 + 0.15 * 0.8)
    const only = tasteByMeaning(ranked, { liked: [], disliked: ['unliked'] }, vectors)
    expect(only?.get('west')).toBeCloseTo(-0.15 * 0.8)
  })

  it('knows nothing of what has no vector', () => {
    expect(tasteByMeaning(ranked, { liked: ['gone'], disliked: [] }, vectors)).toBeUndefined()
    expect(tasteByMeaning(ranked, { liked: ['liked'], disliked: [] }, new Map())).toBeUndefined()
    const taste = tasteByMeaning([...ranked, 'new'], { liked: ['liked'], disliked: [] }, vectors)
    expect(taste?.has('new')).toBe(false)
  })

  it('has no direction where all papers are one', () => {
    expect(tasteByMeaning(['east'], { liked: ['liked'], disliked: [] }, vectors)?.get('east')).toBe(0)
  })
})
