import type { Paper } from '../papers/paper.ts'

const day = 24 * 3_600_000

/**
 * Votes that count half as much for every half-life since the paper's day: `votes * 2^(-age / halfLife)`. Votes on a
 * daily list are few and settle within days, so that a half-life in days keeps the order of one day as it is.
 *
 * @param until the ISO day from which is looked back
 * @param halfLife in days
 */
export function decayedVotes(
  paper: Pick<Paper, 'upvotes' | 'date' | 'published'>,
  until: string,
  halfLife: number,
): number {
  return decayed(paper.upvotes ?? 0, ageInDays(paper, until), halfLife)
}

/** What votes of some age count, both in days. */
export const decayed = (votes: number, age: number, halfLife: number): number =>
  votes * 2 ** (-age / halfLife)

/** Days from a paper's day until another ISO day, never less than none; none for a paper without a day. */
export function ageInDays({ date, published }: Pick<Paper, 'date' | 'published'>, until: string): number {
  const from = date ?? published
  return from === undefined ? 0 : Math.max(0, Date.parse(until) - Date.parse(from)) / day
}
