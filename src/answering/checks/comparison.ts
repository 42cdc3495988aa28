import type { Paper } from '../../papers/paper.ts'
import { stem } from '../../papers/words.ts'
import type { ClaimSource } from './claim-source.ts'
import { type ClauseWord, clauseWords } from './clauses.ts'
import { introducedNames } from './introduced-names.ts'
import { poles } from './opposites.ts'

/** What is compared (left) with what (right); `up` when the left is said to be more or better. */
type Comparison = {
  up: boolean
  left: ReadonlySet<string>
  right: ReadonlySet<string>
  around: readonly string[]
}

const verbs = new Set(['outperform', 'surpass', 'exceed', 'beat', 'underperform'])

/**
 * Why a claim swaps the sides of a comparison ("B outperforms A" for "A outperforms B"), or undefined. Sides are the
 * topic words before and behind the verb, "than", "over" or "compared to"; a word on both sides tells nothing. A
 * paper that compares "our method" compares the one it introduces.
 */
export function comparisonFault(claim: string, source: ClaimSource): string | undefined {
  const own = ownNames(source.papers)
  const known = knownComparisons(source)
  const sides = new Set(known.flatMap(({ left }) => [...left]))
  for (const comparison of comparisonsIn(clauseWords(claim))) {
    const likeness = (other: Comparison) =>
      comparison.around.filter((word) => other.around.includes(word) && !sides.has(word)).length
    const best = (wanted: boolean) =>
      Math.max(-1, ...known.filter((other) => isSwapped(comparison, other, own) === wanted).map(likeness))
    if (best(true) > best(false)) return 'it swaps the sides of a comparison'
  }
  return undefined
}

/** Whether a claim tells a comparison of its source from the other side: "B is slower than A" for "A is faster than B". */
export function isMirrored(claim: string, source: ClaimSource): boolean {
  const own = ownNames(source.papers)
  const known = knownComparisons(source)
  return comparisonsIn(clauseWords(claim)).some((comparison) =>
    known.some((other) => comparison.up !== other.up && isCrossed(comparison, other, own)),
  )
}

function knownComparisons(source: ClaimSource): readonly Comparison[] {
  return source.sentences.flatMap(({ text, paper }) => {
    const own = ownNames(source.papers.filter(({ id }) => id === paper))
    return comparisonsIn(clauseWords(text)).map((comparison) => withOwnNames(comparison, own))
  })
}

/** "A beats B" against "B beats A"; "B is worse than A" says the same as "A beats B". */
function isSwapped(one: Comparison, other: Comparison, own: ReadonlySet<string>): boolean {
  return one.up === other.up && isCrossed(one, other, own)
}

/** For a method that the cited paper introduces its own side is enough, whatever the other one is called. */
function isCrossed(one: Comparison, other: Comparison, own: ReadonlySet<string>): boolean {
  const crossed = one.right.intersection(other.left)
  return crossed.size > 0 && (shares(one.left, other.right) || shares(crossed, own))
}

function shares(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return !one.isDisjointFrom(other)
}

/** Stems of the names that papers introduce. */
function ownNames(papers: readonly Paper[]): ReadonlySet<string> {
  return new Set(papers.flatMap((paper) => [...introducedNames(paper).forms].map(stem)))
}

function withOwnNames(comparison: Comparison, own: ReadonlySet<string>): Comparison {
  return shares(comparison.right, own) ? comparison : { ...comparison, left: comparison.left.union(own) }
}

/** The comparisons of a text: by verbs, by "than", by "over" and by "compared to". */
function comparisonsIn(words: readonly ClauseWord[]): readonly Comparison[] {
  return words.flatMap((word, place) => {
    const next = words[place + 1]
    if (verbs.has(word.stem)) return [around(words, place, place + 1, word.stem !== 'underperform')]
    if (word.word === 'than') {
      const pole = words
        .slice(0, place)
        .findLast((other) => other.clause === word.clause && (poles.get(other.stem)?.pair ?? 2) < 2)
      return pole ? [around(words, place, place + 1, poles.get(pole.stem)?.up ?? true)] : []
    }
    if (word.word === 'over' && next && !/^\d/.test(next.word)) return [around(words, place, place + 1, true)]
    if (['compared', 'relative'].includes(word.word) && ['to', 'with'].includes(next?.word ?? ''))
      return [around(words, place, place + 2, true)]
    return []
  })
}

/** The sides of a comparison; where its clause begins with it ("Compared to B, A ..."), the next clause is the left. */
function around(words: readonly ClauseWord[], from: number, to: number, up: boolean): Comparison {
  const clause = words[from]?.clause
  const before = topics(words.slice(0, from).filter((word) => word.clause === clause))
  const behind = topics(words.slice(to).filter((word) => word.clause === clause))
  const left =
    before.length > 0
      ? before.slice(-6)
      : topics(words.filter((word) => word.clause === (clause ?? 0) + 1)).slice(0, 4)
  const right = behind.slice(0, 4)
  return {
    up,
    left: new Set(left.filter((word) => !right.includes(word))),
    right: new Set(right.filter((word) => !left.includes(word))),
    around: [...before, ...behind],
  }
}

function topics(words: readonly ClauseWord[]): readonly string[] {
  return words.filter(({ content }) => content).map(({ stem }) => stem)
}
