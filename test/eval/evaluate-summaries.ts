import { join } from 'node:path'
import { z } from 'zod'
import type { Paper } from '../../src/papers/paper.ts'
import type { Bot } from './bot.ts'
import { type Figure, figureOf } from './figures.ts'
import { readJsonLines } from './json-lines.ts'
import { foldForMatching } from './matching.ts'
import { readQuestions } from './questions.ts'
import { shownBy } from './shown.ts'
import { mean, percentile } from './statistics.ts'
import { type Cell, formatTable } from './table.ts'

/** A topic and the titles of the papers a summary of it has to tell of; none where no paper is about it. */
const Topic = z.object({
  id: z.string(),
  topic: z.string(),
  papers: z.array(z.string()),
  /** Papers that a summary may tell of. */
  also_fine: z.array(z.string()).default([]),
})
type Topic = z.infer<typeof Topic>

/** How one summary went; shares are 0 to 1. */
export type SummaryScore = {
  set: string
  id: string
  /** Share of the wanted papers that the summary tells of; undefined where there are none. */
  recall?: number
  /** Whether the first paper that it tells of was wanted. */
  first?: number
  /** Share of the summary's papers that were wanted. */
  precision?: number
  /** Whether nothing was summarized, where there is nothing. */
  nothing?: number
  /** Share of the claims that stand word for word in an abstract. */
  verified?: number
  /** Share of the claims that say again what an earlier one of the page says. */
  repeated?: number
  papers: number
  milliseconds: number
}

/** More common words than this, of all words of both, and two claims say the same. */
const sameAgain = 0.6

const own = join(import.meta.dirname, '../../data/eval')

/** The topics among the project's own questions, and those that were written apart. */
export const ownTopics: readonly { set: string; topics(): Promise<readonly Topic[]> }[] = [
  { set: 'own questions', topics: () => topicQuestions('questions.jsonl') },
  { set: 'own questions, later', topics: () => topicQuestions('questions-held-out.jsonl') },
  { set: 'own topics, apart', topics: () => readJsonLines(join(own, 'topics-held-out.jsonl'), Topic) },
]
export const arxivTopics = [
  {
    set: 'arxiv-2026',
    topics: () => readJsonLines(join(import.meta.dirname, 'sets/arxiv-2026/topics.jsonl'), Topic),
  },
]

async function topicQuestions(file: string): Promise<readonly Topic[]> {
  const questions = await readQuestions(join(own, file))
  return questions.flatMap(({ id, kind, question, papers, also_fine }) =>
    kind === 'topic' ? [{ id, topic: question, papers, also_fine }] : [],
  )
}

/** Has the bot summarize every topic of some sets. */
export async function summarizeTopics(
  bot: Bot,
  papers: readonly Paper[],
  sets: typeof ownTopics,
): Promise<readonly SummaryScore[]> {
  const abstracts = new Map(papers.map(({ title, abstract }) => [foldForMatching(title), abstract]))
  const scores: SummaryScore[] = []
  for (const { set, topics } of sets)
    for (const topic of await topics()) scores.push({ set, ...(await scoreTopic(bot, topic, abstracts)) })
  return scores
}

async function scoreTopic(
  { ask }: Bot,
  { id, topic, papers, also_fine }: Topic,
  abstracts: ReadonlyMap<string, string>,
): Promise<Omit<SummaryScore, 'set'>> {
  const started = performance.now()
  const shown = shownBy(await ask(`summarize ${topic}`))
  const milliseconds = performance.now() - started
  const claims = shown.kind === 'summarized' ? shown.sentences : []
  const told = claims.length > 0 ? [...new Set(shown.papers.map(foldForMatching))] : []
  const scored = { id, papers: told.length, milliseconds }
  if (papers.length === 0) return { ...scored, nothing: Number(claims.length === 0) }
  const wanted = papers.map(foldForMatching)
  const fine = new Set([...wanted, ...also_fine.map(foldForMatching)])
  const exact = claims.filter(({ text, title }) => abstracts.get(foldForMatching(title))?.includes(text))
  const words = claims.map(({ text }) => new Set(foldForMatching(text).match(/[\p{L}\p{N}]{4,}/gu)))
  const again = words.filter((one, index) =>
    words.slice(0, index).some((other) => one.intersection(other).size >= sameAgain * one.union(other).size),
  )
  return {
    ...scored,
    recall: wanted.filter((title) => told.includes(title)).length / wanted.length,
    first: Number(fine.has(told[0] ?? '')),
    precision: told.length === 0 ? 0 : told.filter((title) => fine.has(title)).length / told.length,
    ...(claims.length > 0 && {
      verified: exact.length / claims.length,
      repeated: again.length / claims.length,
    }),
  }
}

const columns = ['recall', 'first', 'precision', 'nothing', 'verified', 'repeated', 'papers'] as const

export function formatSummaries(scores: readonly SummaryScore[]): string {
  const rows = bySet(scores).map(([set, part]): Cell[] => {
    const times = part.map(({ milliseconds }) => milliseconds)
    return [
      set,
      part.length,
      ...columns.map((column) => mean(part.flatMap((score) => score[column] ?? []))?.toFixed(2)),
      ...[0.5, 0.95].map((share) => percentile(times, share)?.toFixed(1)),
    ]
  })
  return formatTable(['summaries', 'asked', ...columns, 'p50 ms', 'p95 ms'], rows)
}

export function summaryFigures(scores: readonly SummaryScore[]): readonly Figure[] {
  return bySet(scores).flatMap(([set, part]) => {
    const of = `summaries / ${set}`
    const values = (column: (typeof columns)[number]) => part.map((score) => score[column])
    return [
      ...figureOf(of, 'recall', values('recall')),
      ...figureOf(of, 'first', values('first')),
      ...figureOf(of, 'precision', values('precision')),
      ...figureOf(of, 'nothing', values('nothing')),
      ...figureOf(of, 'verified', values('verified'), { exact: true }),
      ...figureOf(of, 'repeated', values('repeated'), { less: true }),
    ]
  })
}

const bySet = (scores: readonly SummaryScore[]) =>
  [...new Set(scores.map(({ set }) => set))].map(
    (set) => [set, scores.filter((score) => score.set === set)] as const,
  )
