import { describe, expect, it } from 'vitest'
import { withTemporaryFolder } from '../eval/temporary-folder.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { findEngine } from './engines.ts'

const papers = await shippedPapers()

describe('an engine', () => {
  // okapibm25 only runs in Node itself (run-alone.contract.test.ts): vitest reads its default export differently.
  it.each(['sqlite', 'meaning-made', 'minisearch', 'orama'])(
    'finds so many papers, by their ids: %s',
    async (name) => {
      await withTemporaryFolder(async (folder) => {
        const [wanted] = papers
        const engine = await findEngine(name).build(papers, folder)
        const found = await engine.search(wanted?.title ?? '', 3)
        await engine.close?.()
        expect(found).toHaveLength(3)
        expect(found).toContain(wanted?.id)
      })
    },
  )

  it.each(['lucene', 'constructor'])(
    'that is not known is an error that names those that are: %s',
    (name) => {
      expect(() => findEngine(name)).toThrow(
        expect.objectContaining({
          message: `There is no engine "${name}".`,
          advice:
            'Take sqlite, pglite, postgres, words, meaning, meaning-made, pglite-made, minisearch, orama, okapibm25.',
        }),
      )
    },
  )
})
