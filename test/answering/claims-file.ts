import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Evidence } from '../../src/answering/evidence.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { type Sentence, sentencesOf } from '../../src/papers/sentences.ts'
import { readPageDump } from '../../src/papers/sources/page-dump.ts'

const data = (name: string) => readFileSync(new URL(`../../data/${name}`, import.meta.url), 'utf8')

/** The papers that ship with the project. */
export const shipped: readonly Paper[] = readPageDump(data('huggingface-daily-papers-mar-13.txt'), {
  date: '2025-03-13',
  today: new Date('2025-03-14T12:00:00Z'),
}).papers

/** Every sentence of every shipped abstract. */
export const shippedSentences: readonly Sentence[] = shipped.flatMap(sentencesOf)

/** All of them as evidence, which is the hardest case: any paper's name is at hand. */
export const shippedEvidence: Evidence = {
  papers: shipped,
  sentences: new Map(shippedSentences.map((sentence) => [sentence.id, sentence])),
}

const kinds = z.enum([
  ...(['paraphrase', 'compressed', 'verbatim'] as const),
  ...([
    'wrong-number',
    'wrong-unit',
    'wrong-name',
    'other-paper',
    'negated',
    'swapped',
    'invented',
    'injected',
  ] as const),
])
const Row = z.strictObject({
  id: z.string(),
  /** Of the paper whose sentences are cited. */
  title: z.string(),
  cites: z.array(z.string()).min(1),
  claim: z.string(),
  /** Whether the cited sentences say what the claim says. */
  true: z.boolean(),
  kind: kinds,
  /** Not looked at when the checks were made. */
  held_out: z.literal(true).optional(),
})
export type ClaimRow = z.infer<typeof Row>

/** Claims about the shipped papers, told faithfully and distorted. */
export const claimRows: readonly ClaimRow[] = data('eval/claims.jsonl')
  .trim()
  .split('\n')
  .map((line) => Row.parse(JSON.parse(line)))
