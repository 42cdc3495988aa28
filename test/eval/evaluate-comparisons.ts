import { join } from 'node:path'
import { z } from 'zod'
import type { Paper } from '../../src/papers/paper.ts'
import type { Bot } from './bot.ts'
import { type Figure, figureOf } from './figures.ts'
import { readJsonLines } from './json-lines.ts'
import { foldForMatching, missingFrom } from './matching.ts'
import { mean } from './statistics.ts'
import { formatTable } from './table.ts'

/** The rows of a comparison. */
const matters = ['problem', 'approach', 'data', 'results', 'code'] as const

const Row = z.object({
  id: z.string(),
  /** What is typed behind `compare`. */
  line: z.string(),
  /** Set aside while the rows were tuned. */
  held_out: z.boolean(),
  papers: z.array(
    z.object({
      title: z.string(),
      /** For each row what its cell has to hold. */
      says: z.partialRecord(z.enum(matters), z.array(z.string())),
      /** Rows of which the abstract says nothing. */
      silent: z.array(z.enum(matters)),
    }),
  ),
})
type ComparisonCase = z.infer<typeof Row>

const cell = z.array(z.string()).default([])
const Page = z.object({
  papers: z.array(
    z.object({ title: z.string(), problem: cell, approach: cell, data: cell, results: cell, code: cell }),
  ),
})

/** How one comparison went; shares are 0 to 1. */
export type ComparisonScore = {
  id: string
  apart: boolean
  /** Share of the wanted facts that stand in their row. */
  facts?: number
  /** Share of the silent rows that are left empty; undefined when none is wanted. */
  silent?: number
  /** Share of the sentences that stand word for word in their abstract. */
  verified?: number
  failures: readonly string[]
}

/** Has the bot compare the papers that ship, pair by pair. */
export async function comparePairs(bot: Bot, papers: readonly Paper[]): Promise<readonly ComparisonScore[]> {
  const rows = await readJsonLines(join(import.meta.dirname, '../../data/eval/compare.jsonl'), Row)
  const scores: ComparisonScore[] = []
  for (const row of rows) scores.push(await scoreComparison(row, bot, papers))
  return scores
}

async function scoreComparison(
  { id, line, held_out: apart, papers: wanted }: ComparisonCase,
  { ask }: Bot,
  papers: readonly Paper[],
): Promise<ComparisonScore> {
  const compared = Page.safeParse((await ask(`compare ${line}`))?.data).data?.papers ?? []
  const failures: string[] = []
  const facts: number[] = []
  const silent: number[] = []
  for (const { title, says, silent: rows } of wanted) {
    const column = compared.find((one) => foldForMatching(one.title) === foldForMatching(title))
    for (const matter of matters) {
      const text = (column?.[matter] ?? []).join('\n')
      for (const fact of says[matter] ?? []) {
        const holds = column !== undefined && missingFrom(text, [fact]).length === 0
        facts.push(Number(holds))
        if (!holds) failures.push(`${id}: ${title}: ${matter} lacks "${fact}"`)
      }
      if (!rows.includes(matter)) continue
      const quiet = column !== undefined && text === ''
      silent.push(Number(quiet))
      if (!quiet) failures.push(`${id}: ${title}: ${matter} should be silent`)
    }
  }
  const exact = compared.flatMap((column) => {
    const abstract = papers.find(({ title }) => title === column.title)?.abstract ?? ''
    return matters.flatMap((matter) => column[matter].map((text) => Number(abstract.includes(text))))
  })
  const [factsHeld, quiet, verified] = [facts, silent, exact].map(mean)
  return {
    id,
    apart,
    failures,
    ...(factsHeld !== undefined && { facts: factsHeld }),
    ...(quiet !== undefined && { silent: quiet }),
    ...(verified !== undefined && { verified }),
  }
}

const parts = (scores: readonly ComparisonScore[]) =>
  [false, true].map((apart) => ({
    name: apart ? 'own pairs, apart' : 'own pairs',
    part: scores.filter((score) => score.apart === apart),
  }))
const columns = ['facts', 'silent', 'verified'] as const

export function formatComparisons(scores: readonly ComparisonScore[]): string {
  return formatTable(
    ['comparisons', 'made', 'facts in their row', 'silent where the abstract is', 'verified'],
    parts(scores).map(({ name, part }) => [
      name,
      part.length,
      ...columns.map((column) => mean(part.flatMap((score) => score[column] ?? []))?.toFixed(2)),
    ]),
  )
}

export function comparisonFigures(scores: readonly ComparisonScore[]): readonly Figure[] {
  return parts(scores).flatMap(({ name, part }) =>
    columns.flatMap((column) =>
      figureOf(
        `comparisons / ${name}`,
        column,
        part.map((score) => score[column]),
        column === 'verified' ? { exact: true } : {},
      ),
    ),
  )
}
