import type { Paper } from '../../papers/paper.ts'
import type { ClaimSource } from './claim-source.ts'
import type { ClauseWord } from './clauses.ts'
import { coveredBy, leastCoverage, tellingWords } from './coverage.ts'
import { ownersIn } from './number-owner.ts'

const clauseBorder = /[,;:()]|\s-\s|\b(?=(?:and|but|while|whereas|although|though|which|because|so)\b)/i
/** Fewer words than this say too little to tell whose they are. */
const leastWords = 3

/**
 * Why a claim about several papers tells of one what another says, or undefined. A clause belongs to the method it
 * names, else to the one named last before it, else to the one named first; what is told of a method has to be
 * covered by the cited sentences of its own paper. A clause that names the methods of two papers compares them.
 */
export function statementFault(claim: string, source: ClaimSource): string | undefined {
  if (source.papers.length < 2) return undefined
  for (const [paper, words] of wordsByOwner(claim, source.papers)) {
    const own = source.sentences.filter((sentence) => sentence.paper === paper.id)
    const covered = words.filter(coveredBy({ ...source, sentences: own, papers: [paper] }))
    if (words.length >= leastWords && covered.length < leastCoverage * words.length)
      return `what another paper says is told of ${paper.title}`
  }
  return undefined
}

function wordsByOwner(claim: string, papers: readonly Paper[]): ReadonlyMap<Paper, readonly ClauseWord[]> {
  const told = new Map<Paper, readonly ClauseWord[]>()
  let owner = ownersIn(claim, papers)[0]?.paper
  for (const clause of claim.split(clauseBorder)) {
    const named = new Set(ownersIn(clause, papers).map(({ paper }) => paper))
    const [only] = named
    owner = only ?? owner
    if (owner && named.size < 2) told.set(owner, [...(told.get(owner) ?? []), ...tellingWords(clause)])
  }
  return told
}
