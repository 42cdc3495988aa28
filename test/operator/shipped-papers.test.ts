import { describe, expect, it } from 'vitest'
import { ensureShippedVectors } from '../../src/operator/shipped-papers.ts'
import { openStore } from '../../src/store/open.ts'
import { openServices } from '../answering/answerer.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { model } from '../fixtures/weights.ts'
import { emptyFolder } from '../retrieval/models/tiny-model.ts'

describe('the vectors that ship', () => {
  it('are stored at the first start, before any model is there', async () => {
    const nowhere = { MODELS_DIR: emptyFolder(), HF_HUB_OFFLINE: '1' }
    const services = await openServices(undefined, { EMBEDDING_MODEL: 'local', ...nowhere })
    expect(await services.store.vectors.count(model.id)).toBe(76)
    const [paper] = await shippedPapers()
    const known = await services.store.vectors.get(model.id, [paper?.id ?? ''])
    expect(known.get(paper?.id ?? '')?.passages?.length).toBeGreaterThan(2)
    await services.close()
  })

  it('are not stored where search by meaning is off', async () => {
    const services = await openServices()
    expect(await services.store.papers.count()).toBe(76)
    expect(await services.store.vectors.count(model.id)).toBe(0)
    await services.close()
  })

  it('are only those of papers that the store holds, and of this model', async () => {
    const store = await openStore('sqlite::memory:')
    await store.papers.put((await shippedPapers()).slice(0, 3))
    await ensureShippedVectors(store, 'another model')
    expect(await store.vectors.count('another model')).toBe(0)
    await ensureShippedVectors(store, model.id)
    await ensureShippedVectors(store, model.id)
    expect(await store.vectors.count(model.id)).toBe(3)
    await store.close()
  })
})
