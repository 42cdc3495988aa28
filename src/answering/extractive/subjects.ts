import { paperText } from '../../retrieval/paper-text.ts'
import type { Query } from '../../retrieval/query.ts'
import { presence } from '../../retrieval/rank.ts'
import type { RankedPaper, SearchResult } from '../../retrieval/search.ts'
import { isNamed, namesByTitle } from './naming.ts'
import type { Wanted } from './question.ts'

/** The most papers a list answer quotes, and a comparison holds against each other. */
const most = { list: 6, comparison: 3, single: 2 }
/** How close, in coverage, a paper must come to the best one to be quoted beside it. */
const closeness = { list: 0.7, comparison: 0.8, named: 0.7, single: 0.97 }

/**
 * Which of the retrieved papers a question is about: for a list all that come close to the best one; for a comparison
 * those it names, else the closest; otherwise the best one, and beside it one that is named too or fits just as well.
 */
export function chooseSubjects(
  question: string,
  found: SearchResult,
  wanted: Wanted,
): readonly RankedPaper[] {
  const papers = found.papers.filter(({ paper }) => paper.abstract !== '')
  const best = papers[0]
  if (!best) return []
  const named = papers.filter((ranked) => isNamed(question, found.query, ranked.paper))
  // Two names in one question are held against each other, whatever the words for it.
  if (named.length >= 2 && !wanted.list) return named.slice(0, most.comparison)
  const close = (share: number) => papers.filter(({ score }) => score >= share * best.score)
  if (wanted.list) return holdingNames(close(closeness.list), found.query).slice(0, most.list)
  if (wanted.comparison) return close(closeness.comparison).slice(0, most.comparison)
  const pointed = named.length > 0 || namesByTitle(found.query, best.paper)
  const beside = papers
    .filter((ranked) => ranked !== best)
    .filter((ranked) =>
      pointed
        ? named.includes(ranked) && ranked.score >= closeness.named * best.score
        : ranked.score >= closeness.single * best.score,
    )
  return [best, ...beside.slice(0, most.single - 1)]
}

/** Of a list of papers those that hold every name of the question, unless that leaves none. */
function holdingNames(papers: readonly RankedPaper[], { concepts, phrases }: Query): readonly RankedPaper[] {
  const holding = papers.filter(({ paper }) => {
    const { all } = paperText(paper)
    const named = concepts.filter((concept) => concept.name)
    return (
      phrases.every(({ stems }) => all.includes(stems)) &&
      named.every((concept) => presence(concept, all) > 0)
    )
  })
  return holding.length > 0 ? holding : papers
}
