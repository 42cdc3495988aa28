import { foldName, namesOf } from '../../papers/names.ts'
import type { Query } from '../../retrieval/query.ts'
import type { RankedPaper, SearchResult } from '../../retrieval/search.ts'
import type { Wanted } from './question.ts'

/** The most papers a list answer quotes, and a comparison holds against each other. */
const most = { list: 6, comparison: 3, single: 2 }
/** How close, in coverage, a paper must come to the best one to be quoted beside it. */
const closeness = { list: 0.6, comparison: 0.6, single: 0.97 }

/**
 * Which of the retrieved papers a question is about: those it names; else, for a list, all that come close to the best
 * one; for a comparison the best two; otherwise the best one, and the next only when it fits just as well.
 */
export function chooseSubjects(
  question: string,
  found: SearchResult,
  wanted: Wanted,
): readonly RankedPaper[] {
  const papers = found.papers.filter(({ paper }) => paper.abstract !== '')
  const best = papers[0]
  if (!best) return []
  const named = papers.filter((ranked) => isNamed(question, found.query, ranked))
  if (wanted.comparison && named.length >= 2) return named.slice(0, most.comparison)
  const close = (share: number) => papers.filter(({ score }) => score >= share * best.score)
  if (wanted.list) return close(closeness.list).slice(0, most.list)
  if (wanted.comparison) return close(closeness.comparison).slice(0, most.comparison)
  if (named.length > 0) return named.slice(0, most.comparison)
  return [best, ...close(closeness.single).filter((ranked) => ranked !== best)].slice(0, most.single)
}

/** From this rarity on a word alone can be taken for a name: "deep" is none, "tarot" is. */
const leastNameWeight = 2.5

/** Whether a question uses a name that the paper introduces. */
function isNamed(question: string, { concepts }: Query, { paper }: RankedPaper): boolean {
  const rare = new Set(concepts.filter(({ weight }) => weight > leastNameWeight).map(({ word }) => word))
  const text = foldName(question)
  return namesOf(paper).some(({ name, introduced }) => {
    const folded = foldName(name)
    const compound = folded.length > 3 && /[^\p{L}\p{N}]/u.test(name)
    return introduced && (rare.has(folded) || (compound && text.includes(folded)))
  })
}
