import { z } from 'zod'
import { readJsonLines } from './json-lines.ts'

const Row = z
  .object({
    id: z.string(),
    /** What is asked for: a fact, a reason, several papers ... */
    kind: z.string(),
    question: z.string(),
    /** Titles of the papers that answer it, best first; of what cannot be answered, only the related paper. */
    papers: z.array(z.string()),
    /** Spans of abstracts, word for word, that answer it. */
    evidence: z.array(z.string()).default([]),
    /** Pieces every right answer holds. */
    must_include: z.array(z.string()),
    answerable: z.boolean(),
    /** Papers that may be named but need not be. */
    also_fine: z.array(z.string()).default([]),
    /** For "how many": how many there are. */
    count: z.number().optional(),
  })
  .refine(({ answerable, papers }) => !answerable || papers.length > 0, 'an answerable question needs papers')

/** A row of a question set. */
export type Question = z.infer<typeof Row>

/** @throws PaperboyError when the file cannot be read or a row is not a question. */
export function readQuestions(file: string): Promise<readonly Question[]> {
  return readJsonLines(file, Row)
}

const Labelled = z.object({ id: z.string(), question: z.string(), long_answer: z.string() })

/**
 * PubMedQA's rows as questions: what is asked for is a sentence of the authors' conclusion.
 *
 * @param titleOf the title under which the abstract of a row stands
 */
export async function readConclusions(
  file: string,
  titleOf: (row: { id: string; question: string }) => string,
): Promise<readonly Question[]> {
  const rows = await readJsonLines(file, Labelled)
  return rows.map((row) => ({
    id: row.id,
    kind: 'conclusion',
    question: row.question,
    papers: [titleOf(row)],
    // Word for word as it ends the abstract.
    evidence: [`Conclusion: ${row.long_answer}`],
    must_include: [],
    answerable: true,
    also_fine: [],
  }))
}
