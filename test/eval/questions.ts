import { z } from 'zod'
import { readJsonLines } from './json-lines.ts'

/** In the order of the report. `data/eval/README.md` says what each is. */
export const kinds = [
  'fact',
  'chatty',
  'compare',
  'multi',
  'topic',
  'paraphrase',
  'unanswerable',
  'injection',
] as const

export type Kind = (typeof kinds)[number]

const Question = z
  .object({
    id: z.string(),
    kind: z.enum(kinds),
    question: z.string(),
    /** Titles of the papers that answer it, best first. */
    papers: z.array(z.string()),
    must_include: z.array(z.string()),
    answerable: z.boolean(),
  })
  .refine(({ answerable, papers }) => !answerable || papers.length > 0, 'an answerable question needs papers')

/** A row of the question set. */
export type Question = z.infer<typeof Question>

/** The question set that ships. */
export const shippedQuestions = 'data/eval/questions.jsonl'

/** @throws PaperboyError when the file cannot be read or a row is not a question. */
export function readQuestions(file: string): Promise<readonly Question[]> {
  return readJsonLines(file, Question)
}
