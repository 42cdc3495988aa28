import type { Claim } from '../../src/answering/types.ts'
import type { Paper, PaperId } from '../../src/papers/paper.ts'
import type { Outcome } from './ask.ts'
import { foldForMatching, missingFrom } from './matching.ts'

/** How one question went. Shares are 0 to 1; undefined where a question asks nothing of the kind. */
export type Score = {
  /** Whether a wanted paper comes first. */
  first?: number
  /** Whether every wanted paper is among the first five. */
  inFive?: number
  /** Share of the wanted papers among the first ten. */
  recallInTen?: number
  /** Whether the answer holds everything it must include; for a question about one paper, in at most four claims. */
  complete?: number
  /** Whether there was no answer. */
  refused: number
  /** Whether each claim cites sentences that stand word for word in their abstracts. */
  citesExactly?: number
  /** How many sentences the answer has. */
  claims?: number
  /** What went wrong, in words. */
  failures: readonly string[]
}

/** An answer that takes more claims than this to say what was asked is not short. */
const mostClaims = 4

/** Holds an outcome against what its question expects. */
export function scoreOutcome({ question, answer, cited }: Outcome): Score {
  const claims = answer.kind === 'answered' ? answer.claims : []
  const refused = answer.kind !== 'answered'
  const exact = citesExactly(claims, cited)
  const shared = {
    refused: Number(refused),
    ...(!refused && { citesExactly: Number(exact), claims: claims.length }),
  }
  const inexact = refused || exact ? [] : ['a citation is not word for word in its abstract']
  if (!question.answerable) return { ...shared, failures: refused ? [] : ['answered', ...inexact] }

  const found = answer.retrieved.map(({ paper }) => foldForMatching(paper.title))
  const wanted = question.papers.map(foldForMatching)
  const among = (limit: number) => wanted.filter((title) => found.slice(0, limit).includes(title)).length
  const first = wanted.includes(found[0] ?? '')
  const recallInTen = among(10) / wanted.length
  // Where several papers are asked for, naming them is part of the answer, and four sentences are not enough.
  const several = wanted.length > 1
  const titles = several ? [...cited.values()].map(({ title }) => title) : []
  const missing = missingFrom(
    [...claims.map(({ text }) => text), ...titles].join('\n'),
    question.must_include,
  )
  const short = several || claims.length <= mostClaims
  return {
    ...shared,
    first: Number(first),
    inFive: Number(among(5) === wanted.length),
    recallInTen,
    ...(question.must_include.length > 0 && { complete: Number(!refused && short && missing.length === 0) }),
    failures: [
      ...(refused ? ['refused'] : []),
      ...(!several && !first ? ['another paper came first'] : []),
      ...(recallInTen < 1 ? [`found ${among(10)} of ${wanted.length} papers`] : []),
      ...(!refused && missing.length > 0 ? [`the answer lacks ${missing.join(', ')}`] : []),
      ...(short ? [] : [`${claims.length} claims`]),
      ...inexact,
    ],
  }
}

function citesExactly(claims: readonly Claim[], cited: ReadonlyMap<PaperId, Paper>): boolean {
  return claims.every(
    ({ cites }) =>
      cites.length > 0 &&
      cites.every(({ paper, start, end, text }) => cited.get(paper)?.abstract.slice(start, end) === text),
  )
}
