import { expect, it } from 'vitest'
import { createFindTopics } from '../../src/retrieval/topics.ts'
import { openLibrary, paperOf } from '../fixtures/library.ts'

async function open() {
  const { store } = await openLibrary(
    [
      'Image Classifiers for the Impatient',
      'Image retrieval: image by image',
      'What Image Classifiers Learn',
      'The Art of Imagination',
      'Click-Through Rate Prediction',
    ].map((title) => paperOf(title)),
  )
  return createFindTopics(store)
}

it('offers words of titles, one to three in a row, those of most papers first', async () => {
  const topics = await open()
  const offered = await topics('ima', 25)
  expect(offered.slice(0, 2)).toEqual(['image', 'image classifiers'])
  expect(offered).toContain('image retrieval')
  expect(offered).toContain('imagination')
  expect(await topics('Image  class', 25)).toEqual(['image classifiers', 'image classifiers learn'])
})

it('offers nothing that begins or ends with grammar', async () => {
  const offered = await (await open())('i', 25)
  expect(offered).not.toContain('image classifiers for')
  expect(await (await open())('the', 25)).toEqual([])
})

it('offers nothing that stands in no title, nothing before anything is typed, and no more than is asked for', async () => {
  const topics = await open()
  expect(await topics('rainbow', 25)).toEqual([])
  expect(await topics('  ', 25)).toEqual([])
  expect(await topics('ima', 1)).toEqual(['image'])
})
