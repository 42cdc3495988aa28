import { z } from 'zod'
import { comparePapers, matters } from '../../src/answering/compare.ts'
import { resolvePaper } from '../../src/commands/resolve-paper.ts'
import type { Services } from '../../src/commands/services.ts'
import { readJsonLines } from './json-lines.ts'
import { foldForMatching, missingFrom } from './matching.ts'

export const shippedComparisons = 'data/eval/compare.jsonl'

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

export type ComparisonCase = z.infer<typeof Row>

/** @throws PaperboyError when the file cannot be read or a row is malformed */
export function readComparisons(file: string): Promise<readonly ComparisonCase[]> {
  return readJsonLines(file, Row)
}

/** How one comparison went; shares are 0 to 1. */
export type ComparisonScore = {
  /** Share of the wanted facts that stand in their row. */
  facts: number
  /** Share of the silent rows that are left empty; undefined when none is wanted. */
  silent?: number
  /** Share of the sentences that stand word for word in their abstract. */
  verified: number
  failures: readonly string[]
}

const asker = { who: { id: 'eval' }, where: { platform: 'terminal', conversation: 'eval' } } as const

/** Resolves the names as the command does, compares, and holds every row against what it should hold. */
export async function scoreComparison(
  { line, papers }: ComparisonCase,
  services: Services,
): Promise<ComparisonScore> {
  const found = await Promise.all(line.split(' | ').map((name) => resolvePaper(name, asker, services)))
  const known = found.flatMap((resolution) => (resolution.kind === 'found' ? [resolution.paper] : []))
  const compared = comparePapers(known).papers
  const failures: string[] = []
  let facts = 0
  let wanted = 0
  let silent = 0
  let quiet = 0
  for (const { title, says, silent: rows } of papers) {
    const column = compared.find(({ paper }) => foldForMatching(paper.title) === foldForMatching(title))
    for (const matter of matters) {
      const cell = (column?.says[matter] ?? []).map(({ text }) => text).join('\n')
      for (const fact of says[matter] ?? []) {
        wanted += 1
        if (column && missingFrom(cell, [fact]).length === 0) facts += 1
        else failures.push(`${title}: ${matter} lacks "${fact}"`)
      }
      if (!rows.includes(matter)) continue
      silent += 1
      if (column && cell === '') quiet += 1
      else failures.push(`${title}: ${matter} should be silent`)
    }
  }
  const sentences = compared.flatMap(({ paper, says }) =>
    matters.flatMap((matter) => says[matter].map((sentence) => ({ sentence, paper }))),
  )
  const exact = sentences.filter(
    ({ sentence, paper }) => paper.abstract.slice(sentence.start, sentence.end) === sentence.text,
  )
  return {
    facts: wanted === 0 ? 1 : facts / wanted,
    ...(silent > 0 && { silent: quiet / silent }),
    verified: sentences.length === 0 ? 1 : exact.length / sentences.length,
    failures,
  }
}
