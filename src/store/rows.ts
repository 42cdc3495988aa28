import { z } from 'zod'
import type { Feedback, Turn } from './store.ts'
import { workspaceOf } from './workspace-papers.ts'

/** Rows that both engines keep in the same columns, read back with the same checks. */

const Moment = z.number().transform((at) => new Date(at))
const Papers = z.array(z.string())
const Claims = z.array(
  z.object({
    text: z.string(),
    cites: z.array(z.object({ id: z.string(), paper: z.string(), text: z.string() })),
    checked: z.enum(['judged', 'vetoes-only']).exactOptional(),
  }),
)
const TurnRow = z.object({
  id: z.string(),
  conversation: z.string(),
  person: z.string(),
  at: Moment,
  line: z.string(),
  answer: z.string(),
  papers: z.string().transform((json) => Papers.parse(JSON.parse(json))),
  claims: z.string().transform((json) => Claims.parse(JSON.parse(json))),
  question: z.string().nullable(),
  workspace: z.string().nullable().transform(workspaceOf),
})
const about = { turn: z.string(), person: z.string(), at: Moment }
const FeedbackRow = z.discriminatedUnion('rating', [
  z.object({ ...about, rating: z.enum(['up', 'down']) }),
  z.object({ ...about, rating: z.literal('wrong'), claim: z.number() }),
])
const FeedbackCounts = z.object({ up: z.number(), down: z.number(), wrong: z.number() })
export function toTurn(row: unknown): Turn {
  const { question, workspace, ...turn } = TurnRow.parse(row)
  return { ...turn, ...(question !== null && { question }), ...(workspace && { workspace }) }
}

/** The lists of a turn as their columns hold them: papers, then claims. */
export const turnLists = ({ papers, claims }: Pick<Turn, 'papers' | 'claims'>): readonly [string, string] => [
  JSON.stringify(papers),
  JSON.stringify(Claims.parse(claims)),
]

export const toFeedback = (row: unknown): Feedback => FeedbackRow.parse(row)
export const toFeedbackCounts = (row: unknown) => FeedbackCounts.parse(row)
