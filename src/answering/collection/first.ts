import type { Paper } from '../../papers/paper.ts'
import type { Meaning } from '../../retrieval/meaning.ts'
import { likenessesOf } from '../../retrieval/theme-terms.ts'
import { dayOf } from './facts.ts'
import { mostThemed } from './themes.ts'

/** A paper to begin with, and why. */
export type FirstPaper = { paper: Paper; reason: string }

const overview = /\b(?:survey|overview|review|tutorial|introduction|primer|benchmark|perspective)\b/i
/** So many where nobody says how many. */
const usual = 5
/** More than these are no beginning. */
const mostRead = 10

/**
 * Papers to begin with: an overview, the one with most votes, those that are closest to all others, and the newest, each
 * with its reason. Nothing here says which is the best.
 *
 * @param papers best first where they were searched for
 */
export async function firstToRead(
  papers: readonly Paper[],
  meaning: Meaning,
  wanted = usual,
): Promise<readonly FirstPaper[]> {
  const most = Math.min(wanted, mostRead)
  const looked = papers.slice(0, mostThemed)
  const vectors = await meaning.papers(looked.map(({ id }) => id))
  const likenesses = likenessesOf(
    looked,
    looked.flatMap(({ id }) => vectors.get(id)?.paper ?? []),
  )
  const sum = (index: number) => (likenesses[index] ?? []).reduce((all, one) => all + one, 0)
  const central = looked
    .map((paper, index) => ({ paper, sum: sum(index) }))
    .toSorted((one, other) => other.sum - one.sum)
  const voted = looked.toSorted((one, other) => (other.upvotes ?? 0) - (one.upvotes ?? 0)).at(0)
  const days = [...new Set(looked.map(dayOf))]
  const newest = looked.toSorted((one, other) => (dayOf(other) ?? '').localeCompare(dayOf(one) ?? '')).at(0)
  const candidates: readonly (FirstPaper | undefined)[] = [
    ...looked
      .filter(({ title }) => overview.test(title))
      .map((paper) => ({ paper, reason: 'an overview, by its title' })),
    voted?.upvotes ? { paper: voted, reason: `most votes: ${voted.upvotes}` } : undefined,
    ...central.slice(0, most).map(({ paper }, place) => ({
      paper,
      reason: place === 0 ? 'closest to what all the others are about' : 'close to what the others are about',
    })),
    newest && days.length > 1 ? { paper: newest, reason: 'the newest' } : undefined,
  ]
  const chosen = new Map<string, FirstPaper>()
  for (const one of candidates.filter((candidate) => candidate !== undefined))
    if (!chosen.has(one.paper.id)) chosen.set(one.paper.id, one)
  return [...chosen.values()].slice(0, most)
}
