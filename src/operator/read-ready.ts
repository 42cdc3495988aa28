import { makeReady, type ReadyPaper } from '../papers/ready-paper.ts'
import type { Chunk } from '../papers/sources/format.ts'
import { formats } from '../papers/sources/formats.ts'
import type { Warning } from '../papers/sources/warning.ts'

/** A part of a file, in the form of this name. */
export type Piece = Chunk & { format: string }

/** What a piece of a file holds, ready to be stored. */
export type ReadyPiece = {
  papers: readonly ReadyPaper[]
  warnings: readonly Warning[]
  /** Everything up to this line is in this piece and those before it. */
  end: number
}

/** Reads a piece of a file and makes its papers ready. */
export function readReady({ format, ...chunk }: Piece): ReadyPiece {
  const { read } = formats.find(({ name }) => name === format) ?? {}
  const { papers, warnings } = read?.(chunk) ?? { papers: [], warnings: [] }
  return { papers: papers.map(makeReady), warnings, end: chunk.first + chunk.text.split('\n').length - 1 }
}
