import MiniSearch from 'minisearch'
import okapi from 'okapibm25'
import type { Paper } from '../../src/papers/paper.ts'
import { type EngineKind, wanted } from './engine.ts'

const textOf = ({ title, abstract }: Paper) => `${title}\n${abstract}`

/** An inverted index in memory, as its documentation sets it up. */
export const miniSearch: EngineKind = {
  name: 'minisearch',
  questions: (papers) => (papers > 10_000 ? 20 : Number.POSITIVE_INFINITY),
  build(papers) {
    const index = new MiniSearch<Paper>({ fields: ['title', 'abstract'] })
    index.addAll(papers)
    return { search: (question) => index.search(question).slice(0, wanted) }
  },
}

/**
 * Okapi BM25 over the texts as they are, with no index: what LangChain community's `BM25Retriever` does, which holds a
 * copy of this package. The retriever itself cannot be installed beside openai 7 and zod 4: it demands packages that
 * need openai 4 and zod 3.
 */
export const okapiBm25: EngineKind = {
  name: 'okapibm25 (in LangChain)',
  questions: (papers) => (papers > 10_000 ? 3 : papers > 1_000 ? 10 : Number.POSITIVE_INFINITY),
  build(papers) {
    const texts = papers.map((paper) => textOf(paper).toLowerCase())
    return {
      search(question) {
        // The package makes regular expressions of words: only plain ones are safe.
        const words = question.toLowerCase().match(/\w+/g) ?? []
        return okapi
          .default(texts, words, undefined, (one, other) => other.score - one.score)
          .slice(0, wanted)
      },
    }
  },
}
