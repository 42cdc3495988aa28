import { z } from 'zod'
import type { OutputSchema } from './model.ts'

/**
 * What models are asked to return, one form for each prompt: the strict schema that servers are given, which never
 * changes since they compile each new one anew, and beside it how leniently one element or object is read.
 */

const formOf = (name: string, schema: z.ZodObject, list?: string): OutputSchema => ({
  name,
  schema: plainJsonSchema(schema),
  ...(list !== undefined && { list }),
})

/** @returns the JSON Schema of a zod schema as plain data, without the marks by which libraries know it as zod's */
export function plainJsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema)
  return z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(rest)))
}

const line = (most: number) =>
  z
    .string()
    .transform((text) => text.replace(/\s+/g, ' ').trim())
    .pipe(z.string().min(1).max(most))
const kinds = ['content', 'collection', 'bot', 'conversation', 'elsewhere', 'command'] as const
const verdicts = ['supported', 'partly', 'unsupported'] as const

/** A line of a conversation, or in another language, as a question that stands alone, in English. */
export const understanding = formOf(
  'understanding',
  z.strictObject({
    question: z.string(),
    language: z.string(),
    kind: z.enum(kinds),
    papers: z.array(z.string()),
  }),
)
export const Understanding = z.object({
  question: line(500),
  /** Its English name, such as "German". */
  language: line(40).catch('English'),
  kind: z.enum(kinds).catch('content'),
  /** Labels of papers of the conversation, such as "P2". */
  papers: z.array(z.coerce.string().max(20)).max(20).catch([]),
})

/** Ids come before the text, which binds the words to what they stand on. */
const claim = z.strictObject({ cites: z.array(z.string()), text: z.string() })

/** Sentences with the ids of the evidence they stand on, and what was asked that the evidence does not say. */
export const answer = formOf(
  'answer',
  z.strictObject({ claims: z.array(claim), not_stated: z.array(z.string()) }),
  'claims',
)
/** Weak models put several ids into one string, keep the brackets, or write numbers. */
const cites = z
  .union([
    z.array(z.coerce.string().max(100)).max(20),
    z.coerce
      .string()
      .max(400)
      .transform((one) => [one]),
  ])
  .transform((ids) => [...new Set(ids.flatMap((id) => id.split(/[\s,;[\]()]+/)).filter(Boolean))])
export const WrittenClaim = z.object({ text: line(600), cites })
export const NotStated = z.object({ not_stated: z.array(line(200)).max(4).catch([]) })

/** What a judge says of each claim, by the claim's label. */
export const verdictList = formOf(
  'verdicts',
  z.strictObject({
    verdicts: z.array(z.strictObject({ claim: z.string(), verdict: z.enum(verdicts), why: z.string() })),
  }),
  'verdicts',
)
export const JudgedClaim = z.object({
  claim: line(20),
  verdict: z.enum(verdicts),
  why: line(300).catch(''),
})

/** One claim said anew; with an empty text where it cannot be said. */
export const repair = formOf('repair', claim)
export const RepairedClaim = z.object({ text: z.string().max(600), cites })
