import { quoted, type Warning } from '../warning.ts'
import { longestAbstract, titleCost } from './costs.ts'
import type { Piece } from './pieces.ts'
import { joinLines } from './prose.ts'
import type { Passage } from './reading.ts'

/** What made a passage hard to read, in the order of its lines. */
export function doubtsAbout({ title, abstract }: Passage): readonly Warning[] {
  const [firstLine] = title
  const [firstOfAbstract] = abstract
  if (!firstLine)
    return firstOfAbstract
      ? [
          {
            line: firstOfAbstract.line,
            what: `Left out: an abstract without a title, ${quoted(firstOfAbstract.text)}.`,
          },
        ]
      : []
  const text = joinLines(title.map((piece) => piece.text))
  const warnings: Warning[] = []
  const doubt = (line: number, what: string) => warnings.push({ line, what })
  if (firstLine.doubtful)
    doubt(firstLine.line, `Taken for a title, though it may belong to the page: ${quoted(text)}.`)
  else if (titleCost(text) >= 5)
    doubt(firstLine.line, `Taken for a title, though it reads like a sentence: ${quoted(text)}.`)
  if (title.some(({ gap }, index) => index > 0 && gap !== 'wrap'))
    doubt(firstLine.line, `Taken for one title on several lines: ${quoted(text)}.`)
  if (firstOfAbstract?.gap === 'wrap')
    doubt(firstOfAbstract.line, `Nothing tells the abstract from the title, ${quoted(text)}.`)
  if (!firstOfAbstract) doubt(firstLine.line, `No abstract for ${quoted(text)}.`)
  const length = abstract.reduce((sum, piece) => sum + piece.text.length + 1, 0)
  if (firstOfAbstract && abstract.length > 1 && length > longestAbstract)
    doubt(
      firstOfAbstract.line,
      `The abstract of ${quoted(text)} is longer than arXiv allows; it may hold another paper.`,
    )
  for (const [index, piece] of abstract.entries()) {
    if (abstract.length > 1 && looksLikeTitle(piece, abstract[index + 1]))
      doubt(
        piece.line,
        `Taken for part of the abstract of ${quoted(text)}, though it may be a title: ${quoted(piece.text)}.`,
      )
    if (piece.gap === 'ended' || (piece.gap === 'interrupted' && index > 0))
      doubt(
        piece.line,
        `Taken for part of the abstract of ${quoted(text)}, though page text stands before it.`,
      )
  }
  return warnings
}

/** Whether a line of an abstract stands apart as titles do and could be one by its wording. */
function looksLikeTitle({ text, gap }: Piece, next: Piece | undefined): boolean {
  return (
    gap !== 'wrap' && next?.gap !== 'wrap' && text.length > 10 && text.length < 200 && titleCost(text) <= 2
  )
}
