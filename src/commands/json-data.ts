import type { Claim } from '../answering/types.ts'
import type { Paper } from '../papers/paper.ts'
import type { RankedPaper } from '../retrieval/search.ts'
import type { TurnClaim } from '../store/store.ts'

/** How many retrieved papers scripts are told. */
const papersTold = 10

/** A paper for scripts. */
export const paperData = ({ id, title, url, date, upvotes }: Paper) => ({
  id,
  title,
  url,
  ...(date !== undefined && { date }),
  ...(upvotes !== undefined && { votes: upvotes }),
})

/** A paper of a ranked list, with what it is ranked by: a score from 0 to 1. */
export const rankedPaper = ({ paper: { id, title, url }, score }: Pick<RankedPaper, 'paper' | 'score'>) => ({
  id,
  title,
  url,
  score: Math.min(1, Math.max(0, score)),
})

/** Ranked papers for scripts, best first, and no more than were asked for. */
export const rankedData = (ranked: readonly RankedPaper[], atMost = papersTold) =>
  ranked.slice(0, atMost).map(rankedPaper)

/** A claim for scripts, with the exact sentence of each citation; `papers` are those that are cited. */
export const claimData = ({ text, cites, checked }: Claim | TurnClaim, papers: readonly Paper[]) => ({
  text,
  cites: cites.map(({ paper, text: sentence }) => ({
    paper,
    title: papers.find(({ id }) => id === paper)?.title ?? '',
    sentence,
  })),
  ...(checked !== undefined && { checked }),
})
