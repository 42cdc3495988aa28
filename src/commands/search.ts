import type { Fitting } from '../answering/fitting.ts'
import { howChecked } from '../answering/stamp.ts'
import type { Claim } from '../answering/types.ts'
import {
  citeAction,
  howPapersComeIn,
  noPapersYet,
  paperActions,
  paperCard,
  scoreInWords,
} from '../papers/view.ts'
import type { Output } from '../platform/json-output.ts'
import { cite, hint, note, paragraph, reply, run, strong, text } from '../replies/build.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Block, Reply } from '../replies/reply.ts'
import type { FoundPaper, SearchResult } from '../retrieval/search.ts'
import type { Command } from './command.ts'
import { claimData, rankedData } from './json-data.ts'
import { listedData, listedPage } from './listing.ts'
import { usageReply } from './usage.ts'

/** How many papers are listed, and how many when none of them fits well. */
const shown = { relevant: 5, closest: 3 }

export const search: Command = {
  name: 'search',
  audience: 'everyone',
  mayUse: 'everyone',
  needsOption: true,
  summary: 'List the papers that match some words, best first',
  options: [
    { name: 'words', summary: 'what the papers should be about', kind: 'topic', required: false },
    {
      name: 'by',
      summary: 'an author, a source, or a company that the abstract names',
      kind: 'text',
      required: false,
      lead: 'by',
    },
    {
      name: 'since',
      summary: 'a day, a month or a year: Monday, March 2025',
      kind: 'day',
      required: false,
      lead: 'since',
    },
    {
      name: 'until',
      summary: 'the last day, month or year, in the same form',
      kind: 'day',
      required: false,
      lead: 'until',
    },
    {
      name: 'category',
      summary: 'an arXiv category, such as cs.CL',
      kind: 'text',
      required: false,
      lead: 'in',
    },
    {
      name: 'having',
      summary: 'only papers with code, or with votes',
      kind: 'text',
      required: false,
      lead: 'with',
      choices: ['code', 'votes'],
    },
    {
      name: 'order',
      summary: 'best, newest, oldest or votes',
      kind: 'text',
      required: false,
      lead: 'order',
      choices: ['best', 'newest', 'oldest', 'votes'],
    },
    { name: 'page', summary: 'which page of the list', kind: 'number', required: false, lead: 'page' },
  ],
  examples: [
    'search click-through rate prediction',
    'search diffusion with code order newest',
    'search since March 2025 order votes',
  ],
  async *run(
    { rest: query, request: { atMost, described }, turn, signal },
    { search: find, readFound, collection, engine },
  ) {
    if (query === '') {
      yield { reply: usageReply(search) }
      return
    }
    const listed = await collection.typed(query, atMost)
    if (listed) {
      const page = listedPage(listed)
      yield {
        ...page,
        reply: { ...page.reply, data: { query, ...listedData(listed) } satisfies Output<'search'> },
      }
      return
    }
    const result = await find(query, atMost === undefined ? {} : { limit: atMost })
    let list = listOf(query, result)
    // Who gives words wants the list, at once; who asks whether there is a paper wants to know.
    if (readFound && result.relevant && !described.byName) {
      const { actions: _, ...page } = foundReply(list)
      yield { reply: { ...page, tone: 'working' } }
      list = listOf(query, result, await readFound(query, result, signal))
    }
    const page = foundReply(list, engine.chatModel, atMost)
    const evidence = list.claims.length > 0 ? [run('Show evidence', `evidence ${turn}`, 'evidence')] : []
    yield {
      reply: { ...page, ...(page.actions && { actions: [...evidence, ...page.actions, citeAction(turn)] }) },
      papers: list.papers.map(({ paper }) => paper.id),
      claims: list.claims,
      question: `search ${query}`,
    }
  },
}

/** What is listed for some words: what a model made of them, if one read what was found. */
type List = {
  query: string
  result: SearchResult
  fitting: Fitting | undefined
  papers: readonly FoundPaper[]
  /** Why they fit, in their order. */
  claims: readonly Claim[]
}

function listOf(query: string, result: SearchResult, fitting?: Fitting): List {
  const fit = fitting?.papers ?? (result.relevant ? result.papers : [])
  const papers = fit.length > 0 ? fit.slice(0, shown.relevant) : result.papers.slice(0, shown.closest)
  const claims = papers.flatMap(({ paper }) => fitting?.claims.filter((claim) => isOf(claim, paper.id)) ?? [])
  return { query, result, fitting, papers, claims }
}

const isOf = ({ cites }: Claim, paper: string): boolean => cites[0]?.paper === paper

/** @param atMost how many are told to scripts */
function foundReply(list: List, model?: string, atMost?: number): Reply {
  const { query, result, fitting } = list
  const head = headline(list)
  const papers = list.papers.map(({ paper }) => paper)
  const told = fitting && fitting.papers.length > 0 ? fitting.papers : result.papers
  return reply({
    summary: `${head} “${query}”`,
    tone: 'answer',
    blocks: [
      paragraph(`${head} `, strong(query)),
      ...list.papers.map((found, index) => cardOf(found, index + 1, list.claims)),
      ...(fitting ? [note(smallPrint(fitting, list.claims, model))] : []),
      ...(result.searched === 0 ? [paragraph(...howPapersComeIn)] : []),
      papers.length === 0
        ? note('Try other words; names of methods work best.')
        : note('Open one with ', hint('show 1'), ', or ask a question about them.'),
    ],
    actions: paperActions('show', papers),
    data: {
      query,
      papers: rankedData(told, atMost),
      ...(fitting && { claims: list.claims.map((claim) => claimData(claim, papers)) }),
    } satisfies Output<'search'>,
  })
}

/** A paper with why it fits, as the model says; else what it does, in its own words. */
function cardOf({ paper, score }: FoundPaper, number: number, claims: readonly Claim[]): Block {
  const why = claims
    .filter((claim) => isOf(claim, paper.id))
    .flatMap((claim) => [text(`${cleanLine(claim.text)} `), cite(number, paper.url), text(' ')])
  return paperCard(paper, { number, facts: [scoreInWords(score)], ...(why.length > 0 && { body: why }) })
}

function headline({ papers, result, fitting }: List): string {
  const { searched, relevant } = result
  if (searched === 0) return `${noPapersYet} Nothing can match`
  if (papers.length === 0) return `None of ${searched} papers mentions`
  if (!relevant) return `None of ${searched} papers fits well; the closest to`
  if (fitting?.papers.length === 0)
    return `None of ${searched} papers is about it, according to the model; the closest to`
  return papers.length === 1 ? `The paper that fits` : `The ${papers.length} papers that best fit`
}

function smallPrint(
  { papers, dropped, leftOut, fallback }: Fitting,
  claims: readonly Claim[],
  model?: string,
): string {
  const others = dropped === 1 ? 'one paper that came close is' : `${dropped} papers that came close are`
  return [
    ...(claims.length > 0 ? [howChecked({ claims, leftOut, model })] : []),
    ...(dropped > 0 && papers.length > 0 ? [`According to the model, ${others} about something else.`] : []),
    ...(fallback === undefined ? [] : [fallback]),
  ].join(' ')
}
