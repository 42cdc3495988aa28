import { join } from 'node:path'
import { z } from 'zod'
import type { Evidence } from '../../src/answering/evidence.ts'
import { createBudget } from '../../src/answering/model/budget.ts'
import type { Judge } from '../../src/answering/model/judge.ts'
import type { Claim } from '../../src/answering/types.ts'
import { vetoDraft } from '../../src/answering/vetoes.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import { readJsonLines } from './json-lines.ts'
import { formatTable } from './table.ts'

const Row = z.object({
  id: z.string(),
  claim: z.string(),
  /** Whole sentences of abstracts, word for word, with the titles of their papers. */
  cites: z.array(z.object({ title: z.string(), sentence: z.string() })).min(1),
  /** Whether the claim follows from them. */
  supported: z.boolean(),
  kind: z.string(),
  lang: z.string(),
})
export type LabelledClaim = z.infer<typeof Row>

/** The 300 labelled claims about the arXiv papers; `sets/README.md` says where they come from. */
export const readLabelledClaims = (): Promise<readonly LabelledClaim[]> =>
  readJsonLines(join(import.meta.dirname, 'sets/arxiv-2026/claims.jsonl'), Row)

/** A labelled claim as it came through the gates: by the vetoes alone, and with a judge. */
export type Gated = LabelledClaim & { vetoes: boolean; judged?: boolean }

/** Claims that go to the judge in one call, as many as an answer has. */
const batch = 4

/**
 * Puts labelled claims through the gates as if a model had written them.
 *
 * @param papers those that are cited
 * @param judge left out, the vetoes alone decide
 */
export async function gateClaims(
  rows: readonly LabelledClaim[],
  papers: readonly Paper[],
  judge?: Judge,
): Promise<readonly Gated[]> {
  const drafts = rows.map((row) => {
    const evidence = evidenceOf(row, papers)
    return {
      row,
      evidence,
      vetoed: vetoDraft({ text: row.claim, cites: [...evidence.sentences.keys()] }, evidence),
    }
  })
  const supported = new Set<Claim>()
  const passed = drafts.flatMap(({ vetoed }) => (vetoed.ok ? [vetoed.claim] : []))
  for (let at = 0; judge && at < passed.length; at += batch) {
    const hearing = { papers, budget: createBudget(), signal: AbortSignal.timeout(60_000) }
    for await (const { claim, verdict } of judge.judge(passed.slice(at, at + batch), hearing))
      if (verdict === 'supported') supported.add(claim)
  }
  return drafts.map(({ row, vetoed }) => ({
    ...row,
    vetoes: vetoed.ok,
    ...(judge && { judged: vetoed.ok && supported.has(vetoed.claim) }),
  }))
}

function evidenceOf({ cites }: LabelledClaim, papers: readonly Paper[]): Evidence {
  const own = [...new Set(cites.map(({ title }) => title))].flatMap((title) => {
    const paper = papers.find((one) => one.title === title)
    if (!paper) throw new Error(`No paper is called "${title}".`)
    return [paper]
  })
  const known = own.flatMap(sentencesOf)
  const cited = cites.map(({ title, sentence }, index) => {
    const paper = own.find((one) => one.title === title)?.id ?? ''
    const whole = known.find(({ text, paper: of }) => of === paper && text === sentence)
    return (
      whole ?? {
        id: `cited#${index}`,
        paper,
        number: index + 1,
        text: sentence,
        start: 0,
        end: sentence.length,
      }
    )
  })
  return { papers: own, sentences: new Map(cited.map((sentence) => [sentence.id, sentence])) }
}

/** Supported claims that were dropped and others that were shown, as shares, of a gate. */
export function gateFigures(gated: readonly Gated[], gate: 'vetoes' | 'judged') {
  const share = (rows: readonly Gated[], wrong: (row: Gated) => boolean) =>
    rows.length === 0 ? 0 : rows.filter(wrong).length / rows.length
  return {
    falseDrops: share(
      gated.filter(({ supported }) => supported),
      (row) => row[gate] !== true,
    ),
    falseAccepts: share(
      gated.filter(({ supported }) => !supported),
      (row) => row[gate] === true,
    ),
  }
}

/** What each gate does to each kind of claim. */
export function formatGated(gated: readonly Gated[]): string {
  const kinds = Map.groupBy(
    gated,
    ({ kind, supported }) => `${supported ? 'supported' : 'not supported'}: ${kind}`,
  )
  const shown = (rows: readonly Gated[], gate: 'vetoes' | 'judged') =>
    rows.some((row) => row[gate] !== undefined) ? rows.filter((row) => row[gate]).length : '-'
  return formatTable(
    ['claims', 'in all', 'shown by the vetoes', 'shown with the judge'],
    [...kinds]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([kind, rows]) => [kind, rows.length, shown(rows, 'vetoes'), shown(rows, 'judged')]),
  )
}
