import { create, insertMultiple, search } from '@orama/orama'
import { stopwords } from '@orama/stopwords/english'
import MiniSearch from 'minisearch'
import okapi from 'okapibm25'
import type { Paper } from '../../src/papers/paper.ts'
import type { EngineKind } from './engine.ts'

const isPlain = (word: string) => /^[\w-]+$/.test(word)
const textOf = ({ title, abstract }: Paper) => `${title}\n${abstract}`

/** An inverted index in memory, as its documentation sets it up: any word of the question, no stemming, no tuning. */
export const miniSearch: EngineKind = {
  name: 'minisearch',
  questions: (papers) => (papers > 10_000 ? 20 : Number.POSITIVE_INFINITY),
  build(papers) {
    const index = new MiniSearch<Paper>({ fields: ['title', 'abstract'] })
    index.addAll(papers)
    return {
      search: (question, limit) =>
        index
          .search(question)
          .slice(0, limit)
          .map(({ id }) => String(id)),
    }
  },
}

/**
 * A search engine in memory, as its documentation sets it up for English: BM25 with its own parameters, any word of the
 * question, stemming, and its own list of stop words. No tuning. It takes every word for the beginning of others, too.
 */
export const orama: EngineKind = {
  name: 'Orama',
  questions: (papers) => (papers > 10_000 ? 20 : Number.POSITIVE_INFINITY),
  async build(papers) {
    const database = create({
      schema: { title: 'string', abstract: 'string' },
      components: { tokenizer: { language: 'english', stemming: true, stopWords: stopwords } },
    })
    await insertMultiple(
      database,
      papers.map(({ id, title, abstract }) => ({ id, title, abstract })),
    )
    return {
      async search(question, limit) {
        const { hits } = await search(database, { term: question, limit })
        return hits.map(({ id }) => id)
      },
    }
  },
}

/**
 * Okapi BM25 over the texts as they are, with no index: what LangChain community's `BM25Retriever` does, which holds a
 * copy of this package, makes the question lower case and splits it at spaces. The retriever itself cannot be installed
 * beside openai 7 and zod 4: it demands packages that need openai 4 and zod 3.
 */
export const okapiBm25: EngineKind = {
  name: 'okapibm25 (in LangChain)',
  questions: (papers) => (papers > 10_000 ? 3 : papers > 1_000 ? 10 : Number.POSITIVE_INFINITY),
  build(papers) {
    const texts = papers.map(textOf)
    return {
      search(question, limit) {
        // The package makes regular expressions of words; the few with signs, such as the last one, find next to nothing.
        const words = question.toLowerCase().split(/\s+/).filter(isPlain)
        // Sorted by the package itself, texts would come back without the papers they are of.
        const scores = okapi.default(texts, words).map((scored) => (typeof scored === 'number' ? scored : 0))
        return papers
          .map(({ id }, index) => ({ id, score: scores[index] ?? 0 }))
          .sort((one, other) => other.score - one.score)
          .slice(0, limit)
          .map(({ id }) => id)
      },
    }
  },
}
