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
/** How close the second paper must come to the best one to be held against it, where no paper is named. */
const closeness = 0.8

/**
 * Which of the papers that were found a question is about: those it names when there are several; for a list all that
 * stand out; for a comparison the best two; otherwise the best one, or the one it names.
 */
export function chooseSubjects(question: string, found: SearchResult, wanted: Wanted): Subjects {
  const papers = found.papers.filter(({ paper }) => paper.abstract !== '')
  const named = papersNamed(question, { ...found, papers })
  const names = named.map(({ paper }) => paper)
  const [best, second] = papers
  if (!best) return { papers: [], each: 0, named: [] }
  if (wanted.list) {
    const chosen = fittingPapers(papers).slice(0, most.list)
    return { papers: chosen, each: Math.max(1, Math.floor(sentences / chosen.length)), named: names }
  }
  if (named.length > 1) {
    const chosen = named.slice(0, most.comparison)
    return { papers: chosen, each: sentences / 2, named: names }
  }
  if (wanted.comparison && second && second.score >= closeness * best.score)
    return { papers: [best, second], each: sentences / 2, named: names }
  return { papers: named.length > 0 ? named : [best], each: sentences, named: names }
}
