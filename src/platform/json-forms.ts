import { z } from 'zod'

export const text = z.string()
export const count = z.int().nonnegative()
/** From 0 to 1. */
export const score = z.number().min(0).max(1)
/** An ISO day. */
export const day = z.iso.date()
export const moment = z.iso.datetime()

export const named = { id: text, title: text, url: text }
export const paper = { ...named, date: text.exactOptional(), votes: count.exactOptional() }
export const Paper = z.strictObject(paper)
const RankedPaper = z.strictObject({ ...named, score })

/** The exact sentence of an abstract. */
const Cite = z.strictObject({ paper: text, title: text, sentence: text })
export const Claim = z.strictObject({
  text,
  cites: z.array(Cite),
  /** How what a model wrote was checked: judged, or by the vetoes alone; left out where it is quoted. */
  checked: z.enum(['judged', 'vetoes-only']).exactOptional(),
})
export const Period = z.strictObject({ from: text, to: text })

/** What `ask` came to. */
export const AnswerKind = z.enum(['answered', 'hedged', 'listed', 'not-found', 'elsewhere', 'declined'])

export const answer = {
  question: text,
  /** Who wrote the answer: a model, or nobody, since it is quoted. */
  mode: z.enum(['model', 'extractive']),
  claims: z.array(Claim),
  /** The papers that were found, best first. */
  papers: z.array(RankedPaper),
  /** From question to answer. */
  ms: z.number().nonnegative(),
}

/** Papers that were counted and listed. */
const listed = {
  /** How many there are, among how many, and in which order; null where it is none of these. */
  count,
  of: count,
  order: z.enum(['best', 'newest', 'oldest', 'votes']).nullable(),
  /** Those of this page. */
  papers: z.array(Paper),
  /** Themes or data sets, each with the line that lists its papers. */
  groups: z.array(z.strictObject({ name: text, count, line: text })).exactOptional(),
  /** The line that shows the next page. */
  next: text.nullable(),
}

export const Answer = z.discriminatedUnion('kind', [
  z.strictObject({ ...answer, kind: AnswerKind.exclude(['listed']) }),
  z.strictObject({ ...answer, ...listed, kind: z.literal('listed') }),
])

export const Found = z.union([
  z.strictObject({
    query: text,
    papers: z.array(RankedPaper),
    /** Why those of them that are shown fit; left out where no model read them. */
    claims: z.array(Claim).exactOptional(),
  }),
  z.strictObject({ query: text, ...listed }),
])
