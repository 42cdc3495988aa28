import { describe, expect, it } from 'vitest'
import { openShipped } from '../commands/shipped-services.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { readComparisons, scoreComparison, shippedComparisons } from './comparisons.ts'
import { heldOutTopics, readTopics, scoreTopic } from './topics.ts'

const papers = await shippedPapers()
const { services } = await openShipped()

describe('the comparisons that are expected', () => {
  it('hold only what the abstracts say', async () => {
    for (const { papers: expected } of await readComparisons(shippedComparisons))
      for (const { title, says } of expected) {
        const abstract = papers.find((paper) => paper.title === title)?.abstract ?? ''
        for (const facts of Object.values(says))
          for (const fact of facts ?? []) expect(abstract).toContain(fact)
      }
  })

  it('count what is missing and what should be silent', async () => {
    const score = await scoreComparison(
      {
        id: 'x',
        line: 'AutoInt | TAROT',
        held_out: false,
        papers: [
          {
            title: 'TAROT: Targeted Data Selection via Optimal Transport',
            says: { approach: ['optimal transport', 'a whale'] },
            silent: ['code'],
          },
        ],
      },
      services,
    )
    expect(score).toMatchObject({ facts: 0.5, silent: 0, verified: 1 })
    expect(score.failures).toHaveLength(2)
  })
})

describe('the topics that are expected', () => {
  it('name papers that ship', async () => {
    const titles = new Set(papers.map(({ title }) => title))
    for (const topic of await readTopics(heldOutTopics))
      for (const title of topic.papers) expect(titles).toContain(title)
  })

  it('count the papers a summary leaves out', async () => {
    const score = await scoreTopic(
      {
        id: 'x',
        topic: 'AutoInt',
        papers: [
          'AutoInt: Automatic Feature Interaction Learning via Self-Attentive Neural Networks',
          'Nothing',
        ],
      },
      services,
    )
    expect(score).toMatchObject({ recall: 0.5, precision: 1, verified: 1, repeated: 0, listed: 1 })
  })
})
