import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Paper, PaperId } from '../../src/papers/paper.ts'
import { countWords } from './baselines.ts'
import type { Bot } from './bot.ts'
import { normalizedGain } from './collection/ranking-measures.ts'
import { type Figure, figureOf } from './figures.ts'
import { readJsonLines } from './json-lines.ts'
import { foldForMatching } from './matching.ts'
import { interval, mean } from './statistics.ts'
import { type Cell, formatTable } from './table.ts'

/** Which papers are alike, as people see it: for each paper, how much each other one is, 0 to 1. */
export type Alikeness = ReadonlyMap<PaperId, ReadonlyMap<PaperId, number>>

/** How well the papers that somebody lists as similar to each one are; nDCG@5, 0 to 1. */
export type SimilarScore = { set: string; who: string; paper: PaperId; gain: number }

/** As many as `similar` lists. */
const listed = 5

const folder = join(import.meta.dirname, 'sets/arxiv-2026')
const Row = z.object({ title: z.string(), categories: z.array(z.string()) })
const Topic = z.object({ papers: z.array(z.string()) })

/** Papers of arXiv are as alike as their authors' categories: the share they have in common of all of both. */
export async function alikeByCategory(papers: readonly Paper[]): Promise<Alikeness> {
  const rows = await readJsonLines(join(folder, 'corpus.jsonl'), Row)
  const categories = new Map(rows.map((row) => [foldForMatching(row.title), new Set(row.categories)]))
  const of = ({ title }: Paper) => categories.get(foldForMatching(title)) ?? new Set()
  return alikeness(papers, (one, other) => {
    const shared = of(one).intersection(of(other)).size
    return shared / Math.max(1, of(one).union(of(other)).size)
  })
}

/** Shipped papers are alike when a person put them under one topic. */
export async function alikeByTopic(papers: readonly Paper[]): Promise<Alikeness> {
  const text = await readFile(join(import.meta.dirname, '../../data/eval/topics-held-out.jsonl'), 'utf8')
  const topics = text
    .trim()
    .split('\n')
    .map((line) => new Set(Topic.parse(JSON.parse(line)).papers.map(foldForMatching)))
  const holds = (topic: ReadonlySet<string>, { title }: Paper) => topic.has(foldForMatching(title))
  return alikeness(papers, (one, other) =>
    Number(topics.some((topic) => holds(topic, one) && holds(topic, other))),
  )
}

function alikeness(papers: readonly Paper[], grade: (one: Paper, other: Paper) => number): Alikeness {
  const graded = papers.map((one) => {
    const others = papers.filter(({ id }) => id !== one.id)
    return [one.id, new Map(others.map((other) => [other.id, grade(one, other)] as const))] as const
  })
  // Papers that are like no other ask for nothing.
  return new Map(graded.filter(([, grades]) => grades.values().some((value) => value > 0)))
}

/** Asks the bot for the papers similar to each one. */
export async function scoreSimilar(
  { services }: Bot,
  { set, who, alike }: { set: string; who: string; alike: Alikeness },
): Promise<readonly SimilarScore[]> {
  const scores: SimilarScore[] = []
  for (const [paper, grades] of alike) {
    const ids = (await services.similar(paper, listed)).map((one) => one.paper.id)
    scores.push({ set, who, paper, gain: normalizedGain(ids, grades, listed) })
  }
  return scores
}

/** What the bot has to be better than: TF-IDF, the cosine of all words weighed by rarity (Salton and Buckley 1988). */
export function scoreByWords(
  papers: readonly Paper[],
  { set, alike }: { set: string; alike: Alikeness },
): readonly SimilarScore[] {
  const counted = papers.map(({ title, abstract }) => countWords(`${title} ${abstract}`))
  const holding = new Map<string, number>()
  for (const words of counted)
    for (const word of words.keys()) holding.set(word, (holding.get(word) ?? 0) + 1)
  const weighed = counted.map((words) => {
    const weights = [...words].map(([word, count]) => {
      const rarity = Math.log(papers.length / (holding.get(word) ?? 1))
      return [word, (1 + Math.log(count)) * rarity] as const
    })
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1
    return new Map(weights.map(([word, weight]) => [word, weight / length]))
  })
  return papers.flatMap((paper, index) => {
    const grades = alike.get(paper.id)
    const own = weighed[index]
    if (!grades || !own) return []
    const likeness = (other: ReadonlyMap<string, number>) =>
      own.entries().reduce((sum, [word, weight]) => sum + weight * (other.get(word) ?? 0), 0)
    const ranking = papers
      .map(({ id }, place) => ({ id, score: likeness(weighed[place] ?? new Map()) }))
      .filter(({ id }) => id !== paper.id)
      .sort((one, other) => other.score - one.score)
      .map(({ id }) => id)
    return [{ set, who: 'TF-IDF', paper: paper.id, gain: normalizedGain(ranking, grades, listed) }]
  })
}

const parts = (scores: readonly SimilarScore[]) =>
  [...new Set(scores.map(({ set, who }) => `${set} / ${who}`))].map((name) => ({
    name,
    part: scores.filter(({ set, who }) => `${set} / ${who}` === name),
  }))

export function formatSimilar(scores: readonly SimilarScore[]): string {
  const baseline = new Map(
    scores.flatMap(({ set, who, paper, gain }) => (who === 'TF-IDF' ? [[`${set} ${paper}`, gain]] : [])),
  )
  const signed = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`
  const rows = parts(scores).map(({ name, part }): Cell[] => {
    const better = part.map(({ set, paper, gain }) => gain - (baseline.get(`${set} ${paper}`) ?? 0))
    const [low = 0, high = 0] = interval(better) ?? []
    const difference = `${signed(mean(better) ?? 0)} [${signed(low)}, ${signed(high)}]`
    const gain = mean(part.map((score) => score.gain))?.toFixed(2)
    return [name, part.length, gain, name.endsWith('TF-IDF') ? '' : difference]
  })
  return formatTable(['similar', 'papers', 'nDCG@5', 'better by'], rows)
}

/** The bot's gain, and that it is above TF-IDF. */
export function similarFigures(scores: readonly SimilarScore[]): readonly Figure[] {
  return parts(scores).flatMap(({ name, part }) =>
    figureOf(
      `similar / ${name}`,
      'nDCG@5',
      part.map(({ gain }) => gain),
    ),
  )
}
