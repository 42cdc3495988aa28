import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPickPapers, type PickPapers } from '../../src/digests/pick.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import { createMeaning } from '../../src/retrieval/meaning.ts'
import { createSearch } from '../../src/retrieval/search.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { subscriptionOf } from '../contracts/store-posts.ts'
import { dimensions, meaningBy } from '../fixtures/meaning.ts'
import { silentLog } from './posting.ts'

const paper = (title: string, upvotes: number, date: string, more: object = {}) =>
  makePaper({
    title,
    abstract: `We study ${title.toLowerCase()}.`,
    source: 'test',
    date,
    upvotes,
    ...more,
  })
const bare = () => {
  const subscription = subscriptionOf('s', 0, { less: [], top: 3 })
  delete subscription.topic
  return subscription
}
/** Without a model. */
function pickFrom(store: Store): PickPapers {
  const meaning = createMeaning({ store, log: silentLog })
  return createPickPapers({ store, search: createSearch({ store, meaning }), meaning })
}

describe('the papers of a post', () => {
  const graphs = paper('Graph neural networks', 4, '2025-03-13')
  const images = paper('Diffusion models for images', 50, '2025-03-13', { code: 'https://example.org/code' })
  const voices = paper('Speech recognition', 9, '2025-03-12')
  const lastWeek = paper('Robot arms', 99, '2025-03-06')
  const back = paper('Quantum annealing', 80, '2025-03-13', { withdrawn: true })
  let store: Store
  let pick: PickPapers
  beforeEach(async () => {
    store = await openStore('sqlite::memory:')
    await store.papers.put([graphs, images, voices, lastWeek, back])
    pick = pickFrom(store)
  })
  afterEach(() => store.close())

  /** As a post that was sent does. */
  async function show(ids: readonly string[], day: string) {
    const papers = await store.papers.get(ids)
    const shown = papers.map(({ id, upvotes = 0 }) => ({ paper: id, votes: upvotes }))
    await store.shown.add(bare().to, day, shown, new Date(day))
  }
  const titles = async (subscription = bare()) => (await pick(subscription)).map(({ paper }) => paper.title)

  it('are of the last seven days, not withdrawn, at most as many as asked for, each with a reason', async () => {
    expect(await pick(bare())).toEqual([
      { paper: images, why: '50 votes · with code' },
      { paper: graphs, why: '4 votes' },
      { paper: voices, why: '9 votes' },
    ])
    expect(await titles({ ...bare(), top: 1 })).toEqual([images.title])
  })

  it('are about the topic; what is not is never used as filler', async () => {
    const found = await pick({ ...bare(), topic: 'graph networks' })
    expect(found).toEqual([{ paper: graphs, why: 'mentions graph, networks · 4 votes' }])
    expect(await titles({ ...bare(), topic: 'medieval poetry' })).toEqual([])
  })

  it('are about the topic by what they mean, where a model says so', async () => {
    const meaning = meaningBy(dimensions(/speech|spoken/i, /poetry/i), [graphs, images, voices], {
      sure: 0.5,
    })
    const about = createPickPapers({ store, search: createSearch({ store, meaning }), meaning })
    const found = await about({ ...bare(), topic: 'spoken language' })
    expect(found).toEqual([{ paper: voices, why: '9 votes' }])
    expect(await about({ ...bare(), topic: 'medieval poetry' })).toEqual([])
  })

  it('leave out what somebody wanted less of', async () => {
    expect(await titles({ ...bare(), less: [images.id] })).not.toContain(images.title)
  })

  it('are like those that were liked, and say so where they would not be there otherwise', async () => {
    const singing = paper('Singing voices', 0, '2025-03-12')
    await store.papers.put([singing])
    const byVoice = meaningBy(dimensions(/speech|voice/i, /graph|image/i), [graphs, images, voices, singing])
    const taste = createPickPapers({
      store,
      search: createSearch({ store, meaning: byVoice }),
      meaning: byVoice,
    })
    expect((await taste({ ...bare(), top: 2 })).map((one) => one.paper.title)).toEqual([
      images.title,
      graphs.title,
    ])
    const found = await taste({ ...bare(), top: 2, likes: [voices.id] })
    expect(found).toEqual([
      { paper: voices, why: 'like papers you liked · 9 votes' },
      { paper: singing, why: 'like papers you liked' },
    ])
    expect((await taste({ ...bare(), top: 4, likes: [voices.id] })).map((one) => one.why)).not.toContain(
      'like papers you liked',
    )
  })

  it('hold the words that they have to, and none that they may not', async () => {
    expect(await titles({ ...bare(), only: ['models', 'images'] })).toEqual([images.title])
    expect(await titles({ ...bare(), only: ['models'], without: ['image'] })).toEqual([])
    expect(await titles({ ...bare(), topic: 'graph networks', only: ['speech'] })).toEqual([])
  })

  it('are by whom one follows, first and whatever they are about, and say so', async () => {
    const hers = paper('Cats asleep', 0, '2025-03-12', { authors: ['Bob Byron', 'Lovelace, Ada'] })
    await store.papers.put([hers, paper('Dogs awake', 0, '2025-03-12', { authors: ['A. Lovelace'] })])
    const found = await pick({ ...bare(), topic: 'graph networks', authors: ['Ada Lovelace'] })
    expect(found.map((one) => [one.paper.title, one.why])).toEqual([
      [hers.title, 'because you follow Ada Lovelace'],
      [graphs.title, 'mentions graph, networks · 4 votes'],
    ])
    expect(await titles({ ...bare(), authors: ['Ada Lovelace'], alone: true })).toEqual([hers.title])
    expect(await titles({ ...bare(), authors: ['Ada Lovelace'], alone: true, without: ['cats'] })).toEqual([])
    expect(await titles({ ...bare(), alone: true })).toEqual([])
  })

  it('are new to the place', async () => {
    await show([images.id, voices.id], '2025-03-13')
    expect(await titles()).toEqual([graphs.title])
    const elsewhere = { ...bare(), to: { ...bare().to, workspace: 'T2' } }
    expect(await titles(elsewhere)).toHaveLength(3)
  })

  it('come back once when they have become what everybody talks about', async () => {
    await show([graphs.id, images.id, voices.id], '2025-03-13')
    await store.papers.put([{ ...voices, upvotes: 49 }])
    expect(await titles()).toEqual([])
    await store.papers.put([{ ...voices, upvotes: 51 }])
    expect(await pick(bare())).toEqual([
      {
        paper: { ...voices, upvotes: 51 },
        why: 'back: 42 more votes since it was here, now 51',
        back: true,
      },
    ])
    await show([voices.id], '2025-03-14')
    await store.papers.put([{ ...voices, upvotes: 500 }])
    expect(await titles()).toEqual([])
  })

  it('are none where no paper has a day', async () => {
    const empty = await openStore('sqlite::memory:')
    expect(await pickFrom(empty)(bare())).toEqual([])
    await empty.close()
  })
})
