import { paperActions, paperCards, scoreInWords } from '../papers/view.ts'
import type { Output } from '../platform/json-output.ts'
import { code, note, paragraph, reply, strong } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { SearchResult } from '../retrieval/search.ts'
import type { Command } from './command.ts'
import { rankedData } from './json-data.ts'
import { usageReply } from './usage.ts'

/** How many papers are listed, and how many when none of them really fits. */
const listed = { relevant: 5, closest: 3 }

export const search: Command = {
  name: 'search',
  audience: 'everyone',
  mayUse: 'everyone',
  summary: 'List the papers that fit some words, best first',
  options: [{ name: 'words', summary: 'what the papers should be about', kind: 'topic', required: true }],
  examples: ['search click-through rate prediction', 'search diffusion personalization'],
  async *run({ rest: query }, services) {
    if (query === '') {
      yield { reply: usageReply(search) }
      return
    }
    const result = await services.search(query)
    const ranked = result.papers.slice(0, result.relevant ? listed.relevant : listed.closest)
    yield {
      reply: searchReply(query, result, ranked),
      papers: ranked.map(({ paper }) => paper.id),
      question: query,
    }
  },
}

function searchReply(query: string, result: SearchResult, ranked: SearchResult['papers']): Reply {
  const head = headline(result, ranked.length)
  const papers = ranked.map(({ paper }) => paper)
  const scores = ranked.map(({ score }) => scoreInWords(score))
  return reply({
    summary: `${head} “${query}”`,
    tone: 'answer',
    blocks: [
      paragraph(`${head} `, strong(query)),
      ...paperCards(papers, (_, index) => scores.slice(index, index + 1)),
      papers.length === 0
        ? note('Try other words; names of methods work best.')
        : note('Open one with ', code('show 1'), ', or ask a question about them.'),
    ],
    actions: paperActions('show', papers),
    data: { query, papers: rankedData(result.papers) } satisfies Output<'search'>,
  })
}

function headline({ papers, relevant, searched }: SearchResult, shown: number): string {
  if (papers.length === 0) return `None of ${searched} papers speaks of`
  if (!relevant) return `None of ${searched} papers really fits; the closest to`
  return shown === 1 ? `The paper that fits` : `The ${shown} papers that best fit`
}
