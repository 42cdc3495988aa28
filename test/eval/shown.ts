import { z } from 'zod'
import type { Reply } from '../../src/replies/reply.ts'

/** A sentence that was shown, and the title of the paper it stands in. */
export type ShownSentence = { text: string; title: string }

/** What somebody was shown for a question, no matter what answered it. */
export type Shown = {
  /** As `ask --json` calls it; `other` for a page that tells nothing of papers. */
  kind: 'answered' | 'hedged' | 'listed' | 'not-found' | 'elsewhere' | 'declined' | 'summarized' | 'other'
  /** In the order of the page. */
  sentences: readonly ShownSentence[]
  /** Titles of the papers that were found, best first. */
  papers: readonly string[]
  /** How many there are, where it says so. */
  count?: number
}

const Paper = z.object({ id: z.string(), title: z.string() })
const Claim = z.object({
  text: z.string(),
  cites: z.array(z.object({ paper: z.string(), title: z.string().optional() })),
})
const Data = z.object({
  kind: z.string().optional(),
  claims: z.array(Claim).optional().catch(undefined),
  themes: z.array(z.object({ claims: z.array(Claim) })).default([]),
  papers: z.array(Paper).default([]),
  count: z.number().optional().catch(undefined),
})
const kinds = z.enum(['answered', 'hedged', 'listed', 'not-found', 'elsewhere', 'declined', 'summarized'])

/** What a page shows, from the facts that it gives to scripts. */
export function shownBy(reply: Reply | undefined): Shown {
  const read = Data.safeParse(reply?.data)
  if (!read.success || (reply?.tone !== 'answer' && read.data.kind === undefined))
    return { kind: 'other', sentences: [], papers: [] }
  const { kind, claims = [], themes, papers, count } = read.data
  const titles = new Map(papers.map(({ id, title }) => [id, title]))
  const sentences = [...claims, ...themes.flatMap((theme) => theme.claims)].map(({ text, cites }) => ({
    text,
    title: cites[0]?.title ?? titles.get(cites[0]?.paper ?? '') ?? '',
  }))
  return {
    kind: kinds.safeParse(kind).data ?? (papers.length > 0 ? 'listed' : 'other'),
    sentences,
    papers: papers.map(({ title }) => title),
    ...(count !== undefined && { count }),
  }
}

/** Whether sentences of papers were shown as an answer. */
export const tells = ({ kind, sentences }: Shown) =>
  (kind === 'answered' || kind === 'summarized') && sentences.length > 0
