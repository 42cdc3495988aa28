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
  { upvotes = 0, date, published }: Pick<Paper, 'upvotes' | 'date' | 'published'>,
  until: string,
  halfLife: number,
): number {
  const from = date ?? published
  const age = from === undefined ? 0 : Math.max(0, Date.parse(until) - Date.parse(from)) / day
  return upvotes * 2 ** (-age / halfLife)
}
