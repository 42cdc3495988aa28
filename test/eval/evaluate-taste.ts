import { join } from 'node:path'
import { z } from 'zod'
import { relevanceOf } from '../../src/digests/pick.ts'
import { rankPapers } from '../../src/digests/rank-papers.ts'
import type { Paper, PaperId } from '../../src/papers/paper.ts'
import { tasteByMeaning } from '../../src/retrieval/relevance-feedback.ts'
import { countWords } from './baselines.ts'
import { withBot } from './bot.ts'
import { averagePrecision } from './collection/ranking-measures.ts'
import { type Figure, figureOf } from './figures.ts'
import { readJsonLines } from './json-lines.ts'
import { foldForMatching } from './matching.ts'
import { interval, mean } from './statistics.ts'
import { type Cell, formatTable } from './table.ts'

/** Somebody who follows the topic of a field, and likes those of its papers that are of one category first of all. */
type Reader = {
  name: string
  topic: string
  /** Papers of the field that this reader has not seen. */
  unseen: readonly Paper[]
  liked: readonly Paper[]
  wanted: readonly PaperId[]
}

/** How the unseen papers of a field are ranked for a reader: average precision. */
export type TasteScore = { reader: string; who: string; precision: number }

/** What arXiv calls its categories. */
const names: Readonly<Record<string, string>> = {
  'cs.AI': 'artificial intelligence',
  'cs.CL': 'computation and language',
  'cs.LG': 'machine learning',
}
/** A field is a category whose papers come from at least two first categories with so many papers each. */
const fewest = 6
const readersPerField = 2
/** As many as a subscription remembers. */
const mostLiked = 20
const day = '2026-05-31'
const file = join(import.meta.dirname, 'sets/arxiv-2026/corpus.jsonl')
const Row = z.object({ title: z.string(), categories: z.array(z.string()) })

const setups = [
  { name: '', settings: {} },
  { name: ', words only', settings: { EMBEDDING_MODEL: 'off' } },
]
const baseline = 'words shared with what was liked'

/**
 * Ranks the papers of a field that its readers have not seen, by its topic alone, and by topic and taste. What readers
 * like comes from the categories that authors chose, never from vectors: of each field the two first categories that
 * most of its papers have, and of each of them every other paper by arXiv id, which was liked; the others are wanted. Of
 * one day and without votes, so that nothing else is ranked by.
 */
export async function scoreTaste(corpus: readonly Paper[]): Promise<readonly TasteScore[]> {
  const papers = corpus.map((paper) => ({ ...paper, date: day, published: day }))
  const readers = await readersOf(papers)
  const scores: TasteScore[] = []
  for (const { name, settings } of setups)
    await withBot(papers, { settings }, async ({ services: { search, meaning } }) => {
      for (const reader of readers) {
        const { topic, unseen, liked, wanted } = reader
        const among = unseen.map(({ id }) => id)
        const found = await search(topic, { among, limit: among.length })
        const relevance = relevanceOf(found.papers)
        const likes = { liked: liked.map(({ id }) => id), disliked: [] }
        const taste = tasteByMeaning(among, likes, await meaning.papers([...among, ...likes.liked]))
        const ways: Readonly<Record<string, readonly Paper[]>> = {
          'topic alone': ranked(unseen, { relevance, less: [] }),
          [baseline]: bySharedWords(unseen, liked),
          'topic + taste': ranked(unseen, { relevance, less: [], liked, ...(taste && { taste }) }),
        }
        const grades = new Map(wanted.map((id) => [id, 1]))
        for (const [way, ranking] of Object.entries(ways)) {
          const precision = averagePrecision(
            ranking.map(({ id }) => id),
            grades,
          )
          if (way !== baseline || name === '')
            scores.push({ reader: reader.name, who: way + (way === baseline ? '' : name), precision })
        }
      }
    })
  return scores
}

const ranked = (papers: readonly Paper[], by: Parameters<typeof rankPapers>[2]) =>
  rankPapers(papers, day, by).map(({ paper }) => paper)

async function readersOf(papers: readonly Paper[]): Promise<readonly Reader[]> {
  const rows = await readJsonLines(file, Row)
  const categories = new Map(rows.map((row) => [foldForMatching(row.title), row.categories]))
  const of = ({ title }: Paper) => categories.get(foldForMatching(title)) ?? []
  const inOrder = papers.toSorted((one, other) => (arxivOf(one) < arxivOf(other) ? -1 : 1))
  return [...new Set(rows.flatMap((row) => row.categories))].toSorted().flatMap((field) => {
    const own = inOrder.filter((paper) => of(paper).includes(field))
    const first = [...Map.groupBy(own, (paper) => of(paper)[0] ?? '')]
      .filter(([, their]) => their.length >= fewest)
      .toSorted(([one, its], [other, others]) => others.length - its.length || (one < other ? -1 : 1))
    if (first.length < readersPerField) return []
    return first.slice(0, readersPerField).map(([category, their]) => {
      const liked = their.filter((_, place) => place % 2 === 0).slice(0, mostLiked)
      return {
        name: `${field} / ${category}`,
        topic: names[field] ?? field,
        liked,
        unseen: own.filter((paper) => !liked.includes(paper)),
        wanted: their.filter((paper) => !liked.includes(paper)).map(({ id }) => id),
      }
    })
  })
}

const arxivOf = ({ ids }: Paper) => ids?.arxiv ?? ''

/** The naive way: how many of a paper's words stand in any that was liked. */
function bySharedWords(papers: readonly Paper[], liked: readonly Paper[]): readonly Paper[] {
  const wordsOf = ({ title, abstract }: Paper) => new Set(countWords(`${title} ${abstract}`).keys())
  const known = new Set(liked.flatMap((paper) => [...wordsOf(paper)]))
  const shares = new Map(
    papers.map((paper) => {
      const own = wordsOf(paper)
      return [paper, own.intersection(known).size / Math.max(1, own.size)] as const
    }),
  )
  return papers.toSorted((one, other) => (shares.get(other) ?? 0) - (shares.get(one) ?? 0))
}

export function formatTaste(scores: readonly TasteScore[]): string {
  const alone = new Map(
    scores.filter(({ who }) => who === 'topic alone').map((one) => [one.reader, one.precision]),
  )
  const readers = [...new Set(scores.map(({ reader }) => reader))]
  const rows = partsOf(scores).map(([who, part]): Cell[] => {
    const better = part.map(({ reader, precision }) => precision - (alone.get(reader) ?? 0))
    const [low = 0, high = 0] = interval(better) ?? []
    const of = (name: string) => part.find(({ reader }) => reader === name)?.precision.toFixed(2)
    const more = who === 'topic alone' ? '' : `${signed(mean(better) ?? 0)} [${signed(low)}, ${signed(high)}]`
    return [who, mean(part.map(({ precision }) => precision))?.toFixed(2), more, ...readers.map(of)]
  })
  return formatTable(['taste', 'MAP', 'better by', ...readers], rows)
}

const signed = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`

const partsOf = (scores: readonly TasteScore[]) => [...Map.groupBy(scores, ({ who }) => who)]

export const tasteFigures = (scores: readonly TasteScore[]): readonly Figure[] =>
  partsOf(scores).flatMap(([who, part]) =>
    figureOf(
      `taste / ${who}`,
      'MAP',
      part.map(({ precision }) => precision),
    ),
  )
