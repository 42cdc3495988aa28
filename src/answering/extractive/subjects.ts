import { foldName, namesOf } from '../../papers/names.ts'
import { paperText } from '../../retrieval/paper-text.ts'
import type { Query } from '../../retrieval/query.ts'
import type { RankedPaper, SearchResult } from '../../retrieval/search.ts'
import type { Wanted } from './question.ts'

/** The most papers a list answer quotes, and a comparison holds against each other. */
const most = { list: 6, comparison: 3, single: 2 }
/** How close, in coverage, a paper must come to the best one to be quoted beside it. */
const closeness = { list: 0.6, comparison: 0.8, named: 0.7, single: 0.97 }

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
  const others = papers.filter((ranked) => ranked !== best)
  const beside = [...others.filter((ranked) => named.includes(ranked)), ...others]
  const enough = (ranked: RankedPaper) =>
    ranked.score >= best.score * (named.includes(ranked) ? closeness.named : closeness.single)
  return [best, ...beside.filter(enough).slice(0, most.single - 1)]
}

/** From this rarity on a word alone can be taken for a name: "deep" is none, "tarot" is. */
const leastNameWeight = 2.5

/** Whether a question uses a name that the paper introduces, or several words of its title as a name. */
function isNamed(question: string, { concepts, phrases }: Query, { paper }: RankedPaper): boolean {
  const { title } = paperText(paper)
  if (phrases.some(({ stems }) => title.includes(stems))) return true
  const rare = new Set(concepts.filter(({ weight }) => weight > leastNameWeight).map(({ word }) => word))
  const text = foldName(question)
  return namesOf(paper).some(({ name, introduced }) => {
    const folded = foldName(name)
    const compound = folded.length > 3 && /[^\p{L}\p{N}]/u.test(name)
    return introduced && (rare.has(folded) || (compound && text.includes(folded)))
  })
}
