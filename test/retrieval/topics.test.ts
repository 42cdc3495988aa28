import { describe, expect, it } from 'vitest'
import { readThesaurus } from '../../src/retrieval/thesaurus.ts'
import { createFindTopics } from '../../src/retrieval/topics.ts'
import { openStore } from '../../src/store/open.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'

const thesaurus = readThesaurus(
  'ctr = click-through rate\ncustomer -> user\nunicorns -> rainbow pony\npicture -> image, image classifier',
)

async function open() {
  const store = await openStore('sqlite::memory:')
  await store.papers.put(await shippedPapers())
  return createFindTopics({ words: store.words, thesaurus })
}

describe('findTopics', () => {
  it('offers the terms that begin with what is typed, those of most papers first', async () => {
    const topics = await open()
    expect(await topics('ima', 25)).toEqual(['image', 'image classifier'])
  })

  it('offers terms by any of their words', async () => {
    const topics = await open()
    expect(await topics('rate', 25)).toEqual(['click-through rate'])
    expect(await topics('through', 25)).toEqual(['click-through rate'])
  })

  it('offers nothing that no paper speaks of, and nothing before anything is typed', async () => {
    const topics = await open()
    expect(await topics('rainbow', 25)).toEqual([])
    expect(await topics('  ', 25)).toEqual([])
  })

  it('offers no more than is asked for', async () => {
    const topics = await open()
    expect(await topics('i', 1)).toEqual(['image'])
  })
})
