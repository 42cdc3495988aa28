import type { Paper } from '../papers/paper.ts'

/** A paper and how well it fits a question. */
export type RankedPaper = {
  paper: Paper
  /** 0 to 1: the share of what was asked that this paper speaks of. */
  score: number
}
