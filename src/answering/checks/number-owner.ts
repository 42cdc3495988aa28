import { foldName } from '../../papers/names.ts'
import type { Paper } from '../../papers/paper.ts'
import type { ClaimSource } from './claim-source.ts'
import { introducedNames } from './introduced-names.ts'
import { plainNumerals, quantitiesIn } from './quantities.ts'

/**
 * Why a claim about several papers gives one the number of another, or undefined. A number belongs to the method
 * named last before it, else to the one named next, and has to stand in a cited sentence of that method's paper.
 */
export function ownerFault(claim: string, source: ClaimSource): string | undefined {
  if (source.papers.length < 2) return undefined
  const owners = ownersIn(plainNumerals(claim), source.papers)
  for (const { start, mantissa } of quantitiesIn(claim)) {
    const owner = owners.findLast(({ index }) => index < start) ?? owners[0]
    if (!owner) continue
    const own = source.sentences.filter(({ paper }) => paper === owner.paper.id).map(({ text }) => text)
    if (
      ![...own, owner.paper.title].some((text) =>
        quantitiesIn(text).some((known) => known.mantissa === mantissa),
      )
    )
      return `a number of another paper is given to ${owner.paper.title}`
  }
  return undefined
}

/** Where a text names a method that exactly one of the papers introduces, and which. */
export function ownersIn(
  claim: string,
  papers: readonly Paper[],
): readonly { index: number; paper: Paper }[] {
  return [...claim.matchAll(/[\p{L}\p{N}][\p{L}\p{N}^_.+-]*/gu)].flatMap(({ 0: word, index }) => {
    const forms = [word, ...word.split('-')].map(foldName)
    const owning = papers.filter((paper) => forms.some((form) => introducedNames(paper).forms.has(form)))
    const [paper] = owning
    return paper && owning.length === 1 ? [{ index, paper }] : []
  })
}
