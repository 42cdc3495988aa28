import { describe, expect, it } from 'vitest'
import { createLog } from '../../../src/lib/log.ts'
import { createLocalEmbedder } from '../../../src/retrieval/models/local-embedder.ts'
import { model, openWeights } from '../../fixtures/weights.ts'

const silent = createLog('silent', [])
const none: Float32Array = Float32Array.of()
const cosine = (one = none, other = none) =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? Number.NaN), 0)

describe('createLocalEmbedder', () => {
  const open = async () =>
    createLocalEmbedder({ model, folder: await openWeights(), sources: [], log: silent })

  it('gives unit vectors of 384 numbers, near for texts that mean the same', async () => {
    const embedder = await open()
    const [dog, puppy, bond] = await embedder.embed(
      ['A dog barks.', 'A puppy is barking loudly.', 'Bond yields rose.'],
      'passage',
    )
    expect(dog).toHaveLength(384)
    expect(cosine(dog, dog)).toBeCloseTo(1, 5)
    expect(cosine(dog, puppy)).toBeGreaterThan(0.6)
    expect(cosine(dog, bond)).toBeLessThan(0.2)
    await embedder.close()
  })
})
