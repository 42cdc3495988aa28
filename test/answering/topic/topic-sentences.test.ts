import { expect, it } from 'vitest'
import { pickCentral, topicSentences } from '../../../src/answering/topic/topic-sentences.ts'
import { readQuery } from '../../../src/retrieval/query.ts'
import { centroid, termVectors } from '../../../src/retrieval/theme-terms.ts'
import { openLibrary, paperOf } from '../../fixtures/library.ts'

const papers = [
  paperOf(
    'Naps of house cats',
    'Purring has been heard in sleeping cats by their owners. In this paper we follow 40 cats through 90 % of their naps.',
  ),
  paperOf('Naps of farm cats', 'We follow farm cats through their naps. Most naps of these cats are short.'),
  paperOf('Songs of birds', 'Birds sing before the sun is up.'),
]

it('what is said of the topic goes before what a paper did, and how often', async () => {
  const { store } = await openLibrary(papers)
  const [first] = papers
  if (!first) throw new Error('There are no papers.')
  const query = await readQuery('purring', store.words, papers.length)
  const sentences = topicSentences([first], query)
  const [picked] = pickCentral(sentences, centroid(termVectors(papers)), [], 1)
  expect(picked?.sentence.text).toContain('Purring')
})
