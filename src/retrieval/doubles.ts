import { differ } from '../papers/identity.ts'
import type { Paper } from '../papers/paper.ts'
import { wordsOf } from '../papers/words.ts'
import type { Store } from '../store/store.ts'
import type { EmbeddedPaper, VectorSpace } from '../store/vectors.ts'

/** Papers that mean most nearly the same are looked at; a double is among the first. */
const nearest = 3
/** So many words in a row are no chance. */
const inARow = 3
/** A text with fewer runs is too short to tell: "This paper has been withdrawn." */
const fewestRuns = 40
/**
 * The share of the shorter abstract's runs from which on two abstracts are one, edited. Of 5,183 abstracts of SciFact,
 * the nearest two different ones share 0.29.
 */
const sameText = 0.5
/** What tells parts and years of a series apart: numbers, also Roman ones; but not which version it is. */
const numbers = /\b(?:\d+|[ivx]{1,5})\b/gi
const version = /\b(?:version|revision|v)\s?\d+\b/gi

/**
 * Makes one of papers that are the same though their titles differ, as a preprint and its journal article may: those
 * that mean most nearly the same as one that was just embedded, if nearly the same words tell so.
 *
 * @returns how many papers are gone into others
 */
export async function joinDoubles(
  { papers, vectors }: Pick<Store, 'papers' | 'vectors'>,
  space: VectorSpace,
  embedded: readonly EmbeddedPaper[],
): Promise<number> {
  let joined = 0
  for (const { of, paper: vector } of embedded) {
    const near = await vectors.search(space, vector, nearest + 1)
    const [paper] = await papers.get([of.id])
    const others = await papers.get(near.map(({ id }) => id).filter((id) => id !== of.id))
    const double = paper && others.find((other) => areOne(paper, other))
    if (!double) continue
    const before = await papers.count()
    // A paper that has the title and the ids of both is both.
    await papers.put([{ ...double, title: paper.title, ids: { ...paper.ids, ...double.ids } }])
    joined += before - (await papers.count())
  }
  return joined
}

/**
 * Whether two papers are one, under two titles: nearly the same abstract, and nothing known that tells them apart (ids of
 * one place, authors, the numbers in their titles).
 */
export function areOne(one: Paper, other: Paper): boolean {
  if (differ(one, other) || !shareAuthors(one, other)) return false
  if (numbersIn(one.title).symmetricDifference(numbersIn(other.title)).size > 0) return false
  const [mine, theirs] = [runsOf(one.abstract), runsOf(other.abstract)]
  const shorter = Math.min(mine.size, theirs.size)
  return shorter >= fewestRuns && mine.intersection(theirs).size >= sameText * shorter
}

const numbersIn = (title: string): ReadonlySet<string> =>
  new Set((title.replace(version, ' ').match(numbers) ?? []).map((number) => number.toLowerCase()))

/** Whether a name of an author of one is one of the other, or nobody knows. */
function shareAuthors({ authors: mine = [] }: Paper, { authors: theirs = [] }: Paper): boolean {
  if (mine.length === 0 || theirs.length === 0) return true
  const names = (authors: readonly string[]) =>
    new Set(authors.flatMap(wordsOf).filter((name) => name.length > 2))
  return names(mine).intersection(names(theirs)).size > 0
}

function runsOf(text: string): ReadonlySet<string> {
  const words = wordsOf(text)
  return new Set(words.slice(inARow - 1).map((_, index) => words.slice(index, index + inARow).join(' ')))
}
