import type { Wanted } from '../../language/wanted.ts'
import type { Paper } from '../../papers/paper.ts'
import { fittingPapers, scoredForTopic } from '../../retrieval/fitting-papers.ts'
import type { FoundPaper, SearchResult } from '../../retrieval/search.ts'
import { papersNamed } from './naming.ts'

/** The papers a question is about, how many sentences each is worth, and which of them it names. */
export type Subjects = { papers: readonly FoundPaper[]; each: number; named: readonly Paper[] }

/** A short answer, whatever it is about. */
const sentences = 4
/** The most papers a list quotes, and a comparison holds against each other. */
const most = { list: 6, comparison: 3 }
/** How close another paper must come to the best one to be held against it: by words where it is named, else by score. */
const spokenOf = 0.5
const closeness = 0.7
/** Below this share of its words, a question describes a paper and does not name it. */
const described = 0.15

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
  if (wanted.list) return shared(fittingPapers(scoredForTopic(papers)).slice(0, most.list), names)
  const spoken = named.filter(({ fit }) => fit.words >= spokenOf * best.fit.words)
  const isCalled = found.query.concepts.some(({ name }) => name)
  // What fits better than the only one that is named is not asked about, unless they are held against each other.
  const isAlone = isCalled && !wanted.comparison && spoken.length === 1
  const meant = isAlone ? spoken : papers.filter((one) => one === best || spoken.includes(one))
  const isOfTwo = wanted.comparison && second && [best, second].every((one) => !isDescribed(one))
  if (meant.length === 1 && isOfTwo && second.score >= closeness * best.score) meant.push(second)
  return shared(meant.slice(0, most.comparison), names)
}

/** Whether a question only describes a paper: it means the same in other words. */
export const isDescribed = ({ fit }: FoundPaper): boolean =>
  fit.meaning !== undefined && fit.words < described

/** How far the best paper is ahead of the next one, as a difference of scores. */
export const leadOf = ([best, second]: readonly FoundPaper[]): number =>
  (best?.score ?? 0) - (second?.score ?? 0)

/** Several papers share the sentences of an answer; each has one at least. */
const shared = (papers: readonly FoundPaper[], named: readonly Paper[]): Subjects => ({
  papers,
  each: Math.max(1, Math.floor(sentences / papers.length)),
  named,
})
