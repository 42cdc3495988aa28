import { describe, expect, it } from 'vitest'
import type { Log } from '../../src/lib/log.ts'
import type { TextKind } from '../../src/retrieval/embedder.ts'
import { reportOutages, withTimeout } from '../../src/retrieval/outages.ts'

describe('reportOutages', () => {
  it('warns of each outage once, and throws every failure on', async () => {
    const warnings: object[] = []
    const quiet = () => {}
    const log: Log = { debug: quiet, info: quiet, error: quiet, warn: (facts) => void warnings.push(facts) }
    const down = new Error('connection refused')
    let working = false
    const embed = async () => {
      if (!working) throw down
      return [Float32Array.of(1)]
    }
    const embedder = reportOutages({ model: 'small', embedsSentences: false, embed }, log)
    await expect(embedder.embed(['a'], 'passage')).rejects.toBe(down)
    await expect(embedder.embed(['b'], 'passage')).rejects.toBe(down)
    expect(warnings).toEqual([{ error: 'connection refused' }])
    working = true
    expect(await embedder.embed(['c'], 'passage')).toHaveLength(1)
    working = false
    await expect(embedder.embed(['d'], 'passage')).rejects.toBe(down)
    expect(warnings).toHaveLength(2)
  })
})

describe('withTimeout', () => {
  it('ends each call with a signal of its own', async () => {
    const signals: (AbortSignal | undefined)[] = []
    const embed = async (_: readonly string[], __: TextKind, signal?: AbortSignal) => {
      signals.push(signal)
      return []
    }
    const embedder = withTimeout({ model: 'small', embedsSentences: false, embed }, () =>
      AbortSignal.timeout(60_000),
    )
    await embedder.embed(['a'], 'passage')
    await embedder.embed(['b'], 'passage')
    expect(new Set(signals).size).toBe(2)
    expect(signals).not.toContain(undefined)
  })
})
