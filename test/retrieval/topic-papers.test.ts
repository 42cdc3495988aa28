import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSearch } from '../../src/retrieval/search.ts'
import { createFindTopicPapers, type FindTopicPapers } from '../../src/retrieval/topic-papers.ts'
import { openLibrary, paperOf } from '../fixtures/library.ts'
import { dimensions, meaningBy } from '../fixtures/meaning.ts'
import { openShippedStore } from '../fixtures/shipped-store.ts'
import { openRealMeaning } from '../fixtures/weights.ts'

describe('the papers of a topic, with the real model', () => {
  let find: FindTopicPapers
  let close: () => Promise<void>
  beforeAll(async () => {
    const store = await openShippedStore()
    const { meaning, close: closeModel } = await openRealMeaning(store)
    find = createFindTopicPapers({ search: createSearch({ store, meaning }), meaning }, 5)
    close = async () => {
      await closeModel()
      await store.close()
    }
  })
  afterAll(() => close())

  it.each(['whale migration', 'medieval pottery', 'quantum chemistry of whales', 'sourdough bread'])(
    'are none where no paper is about it: %s',
    async (topic) => {
      expect(await find(topic)).toMatchObject({ papers: [], fitting: 0, searched: 76 })
    },
  )

  it('are found by what they mean, too', async () => {
    const { papers } = await find('spoken books')
    expect(papers.map(({ paper }) => paper.title)).toContainEqual(expect.stringContaining('Audiobook'))
  })

  it('are counted beyond those that are given', async () => {
    const { papers, fitting } = await find('diffusion models')
    expect(papers).toHaveLength(5)
    expect(fitting).toBeGreaterThan(5)
    for (const { paper } of papers) expect(`${paper.title} ${paper.abstract}`).toMatch(/diffusion/i)
  })

  it('are looked for only among those that are named', async () => {
    const all = await find('click-through rate prediction')
    const among = all.papers.slice(0, 2).map(({ paper }) => paper.id)
    const some = await find('click-through rate prediction', among)
    expect(some.searched).toBe(2)
    expect(some.papers.map(({ paper }) => paper.id).toSorted()).toEqual(among.toSorted())
  })
})

describe('the papers of a topic', () => {
  const cats = ['one', 'two', 'six'].map((count) => paperOf(`Cats ${count}`, 'Cats purr.'))
  const lions = paperOf('Big felines', 'They roar.')
  const others = Array.from({ length: 20 }, (_, place) => paperOf(`Engine ${place}`, 'It hums.'))
  const papers = [...cats, lions, ...others]

  it('take in what is like the best of them, though it shares no word with the topic', async () => {
    const { store } = await openLibrary(papers)
    const open = (pattern: RegExp) => {
      const meaning = meaningBy(dimensions(pattern), papers)
      return createFindTopicPapers({ search: createSearch({ store, meaning }), meaning })('purring cats')
    }
    const titles = async (pattern: RegExp) => (await open(pattern)).papers.map(({ paper }) => paper.title)
    expect(await titles(/cats|felines/i)).toContain(lions.title)
    expect(await titles(/cats/i)).not.toContain(lions.title)
  })

  it('share words with it without a model, which cannot tell that none is about it', async () => {
    const { store } = await openLibrary(papers)
    const meaning = { ...meaningBy(() => [1], []), of: async () => undefined }
    const find = createFindTopicPapers({ search: createSearch({ store, meaning }), meaning })
    expect((await find('cats')).papers.map(({ paper }) => paper.title).toSorted()).toEqual(
      cats.map(({ title }) => title).toSorted(),
    )
    expect((await find('quantum mechanics of cats')).papers).not.toEqual([])
    expect((await find('quantum mechanics')).papers).toEqual([])
  })
})
