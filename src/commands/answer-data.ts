import type { Answer, Claim } from '../answering/types.ts'
import type { Paper } from '../papers/paper.ts'
import type { Json } from '../replies/reply.ts'
import type { RankedPaper } from '../retrieval/search.ts'

/** How many retrieved papers scripts are told. */
const papersTold = 10

/** Ranked papers for scripts, best first; scores from 0 to 1. */
export function rankedData(ranked: readonly RankedPaper[]): Json {
  return ranked
    .slice(0, papersTold)
    .map(({ paper, score }) => ({ id: paper.id, title: paper.title, url: paper.url, score }))
}

/**
 * An answer for scripts: one line of `ask --json`. Every citation carries the exact sentence of the abstract.
 *
 * @param how.took milliseconds from question to answer
 * @param how.modelConfigured whether a chat model could have taken part; if none did, the mode is `extractive`
 */
export function answerData(
  question: string,
  answer: Answer,
  how: { took: number; modelConfigured: boolean },
): Json {
  const papers = answer.kind === 'answered' ? answer.evidence.papers : []
  const mode = modeOf(answer, how.modelConfigured)
  return {
    question,
    kind: answer.kind,
    ...(mode && { mode }),
    claims: answer.kind === 'answered' ? answer.claims.map((claim) => claimData(claim, papers)) : [],
    papers: rankedData(answer.retrieved),
    ms: Math.round(how.took * 10) / 10,
  }
}

/** Left out when nothing was answered and a model may or may not have been asked. */
function modeOf(answer: Answer, modelConfigured: boolean): 'model' | 'extractive' | undefined {
  if (answer.kind === 'answered') return answer.mode
  const fellBack = answer.kind === 'not-found' && answer.fallback !== undefined
  return fellBack || !modelConfigured ? 'extractive' : undefined
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
