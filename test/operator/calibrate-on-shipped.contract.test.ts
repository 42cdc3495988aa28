import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLog } from '../../src/lib/log.ts'
import { calibrateOnShipped } from '../../src/operator/calibrate-on-shipped.ts'
import { calibrationOf } from '../../src/retrieval/calibration.ts'
import { createLocalEmbedder, type LocalEmbedder } from '../../src/retrieval/models/local-embedder.ts'
import { model, openWeights } from '../fixtures/weights.ts'

let embedder: LocalEmbedder
beforeAll(async () => {
  const parts = { model, folder: await openWeights(), sources: [], log: createLog('silent', []) }
  embedder = createLocalEmbedder({ ...parts, patienceMs: 60_000 })
}, 300_000)
afterAll(() => embedder.close())

it('gives the thresholds that ship for the model that runs where nothing is set', {
  timeout: 120_000,
}, async () => {
  const calibration = await calibrateOnShipped(embedder)
  const shipped = Object.entries(calibrationOf(model.id) ?? {})
  expect(Object.keys(calibration).toSorted()).toEqual(shipped.map(([name]) => name).toSorted())
  // A score may differ by as much between machines; "npm run calibrate" writes them anew.
  for (const [name, threshold] of Object.entries(calibration))
    expect(Math.abs(threshold - Number(Object.fromEntries(shipped)[name])), name).toBeLessThan(0.021)
})
