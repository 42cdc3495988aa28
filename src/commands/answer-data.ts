import type { Answer, Claim } from '../answering/types.ts'
import type { Json } from '../lib/json.ts'
import type { Paper } from '../papers/paper.ts'
import type { RankedPaper } from '../retrieval/search.ts'

/** How many retrieved papers scripts are told. */
const papersTold = 10

/** Ranked papers for scripts, best first; scores from 0 to 1. */
export function rankedData(ranked: readonly RankedPaper[]): Json {
  return ranked.slice(0, papersTold).map(({ paper: { id, title, url }, score }) => ({
    id,
    title,
    url,
    score: Math.min(1, Math.max(0, score)),
  }))
}

/**
 * An answer for scripts: one line of `ask --json`. Every citation carries the exact sentence of the abstract.
 *
 * @param took milliseconds from question to answer
 */
export function answerData(question: string, answer: Answer, took: number): Json {
  const papers = answer.kind === 'answered' || answer.kind === 'hedged' ? answer.evidence.papers : []
  return {
    question,
    kind: answer.kind,
    mode: modeOf(answer),
    claims: claimsOf(answer).map((claim) => claimData(claim, papers)),
    papers: rankedData(answer.retrieved),
    ms: Math.round(took * 10) / 10,
  }
}

/** What is shown of papers: as an answer, or as the closest there is. */
export function claimsOf(answer: Answer): readonly Claim[] {
  if (answer.kind === 'answered') return answer.claims
  return answer.kind === 'hedged' ? answer.closest : []
}

/** Who answered; no model is asked about what is declined. */
function modeOf(answer: Answer): 'model' | 'extractive' {
  return 'mode' in answer ? answer.mode : 'extractive'
}

function claimData(claim: Claim, papers: readonly Paper[]): Json {
  return {
    text: claim.text,
    cites: claim.cites.map((sentence) => ({
      paper: sentence.paper,
      title: papers.find(({ id }) => id === sentence.paper)?.title ?? '',
      sentence: sentence.text,
    })),
  }
}

/** A paper in a list, for scripts. */
export const paperData = ({ id, title, url, date, upvotes }: Paper) => ({
  id,
  title,
  url,
  ...(date !== undefined && { date }),
  ...(upvotes !== undefined && { votes: upvotes }),
})
