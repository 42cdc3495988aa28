import { makeReady, type ReadyPaper } from '../papers/ready-paper.ts'
import { type Lines, readJsonLines } from '../papers/sources/json-lines.ts'
import type { Oddity } from '../papers/sources/oddity.ts'

/** What a piece of a file holds, ready to be stored. */
export type ReadyPiece = {
  papers: readonly ReadyPaper[]
  oddities: readonly Oddity[]
  /** Everything up to this line is in this piece and those before it. */
  end: number
}

/** Reads a piece of JSON Lines and makes its papers ready. */
export function readReady(lines: Lines): ReadyPiece {
  const { papers, oddities } = readJsonLines(lines)
  return { papers: papers.map(makeReady), oddities, end: lines.first + lines.lines.length - 1 }
}
