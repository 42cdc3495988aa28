import type { Wanted } from '../../language/wanted.ts'
import type { Paper } from '../../papers/paper.ts'
import { fittingPapers } from '../../retrieval/fitting-papers.ts'
import type { FoundPaper, SearchResult } from '../../retrieval/search.ts'
import { papersNamed } from './naming.ts'

/** The papers a question is about, how many sentences each is worth, and which of them it names. */
export type Subjects = { papers: readonly FoundPaper[]; each: number; named: readonly Paper[] }

/** A short answer, whatever it is about. */
const sentences = 4
/** The most papers a list quotes, and a comparison holds against each other. */
const most = { list: 6, comparison: 3 }
/** How close another paper must come to the best one to be held against it: where it is named, and where none is. */
const spokenOf = 0.5
const closeness = 0.8

/**
 * Which of the papers that were found a question is about: for a list all that stand out; otherwise the one it names, or
 * the best one and those it names beside it, unless they fit so badly that it only mentions them. A comparison that names
 * none is about the best two.
 */
export function chooseSubjects(question: string, found: SearchResult, wanted: Wanted): Subjects {
  const papers = found.papers.filter(({ paper }) => paper.abstract !== '')
  const named = papersNamed(question, { ...found, papers })
  const names = named.map(({ paper }) => paper)
  const [best, second] = papers
  if (!best) return { papers: [], each: 0, named: [] }
  if (wanted.list) return shared(fittingPapers(papers).slice(0, most.list), names)
  const fits = ({ score }: FoundPaper, share: number) => score >= share * best.score
  const spoken = named.filter((one) => fits(one, spokenOf))
  const isCalled = found.query.concepts.some(({ name }) => name)
  // What fits better than the only one that is named is not asked about, unless they are held against each other.
  const isAlone = isCalled && !wanted.comparison && spoken.length === 1
  const meant = isAlone ? spoken : papers.filter((one) => one === best || spoken.includes(one))
  if (meant.length === 1 && wanted.comparison && second && fits(second, closeness)) meant.push(second)
  return shared(meant.slice(0, most.comparison), names)
}

/** Several papers share the sentences of an answer; each has one at least. */
const shared = (papers: readonly FoundPaper[], named: readonly Paper[]): Subjects => ({
  papers,
  each: Math.max(1, Math.floor(sentences / papers.length)),
  named,
})
