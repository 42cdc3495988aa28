import { bounds } from '../bounds.ts'
import type { Paper } from '../paper.ts'
import { isSnapshotRow, readSnapshotRow } from './arxiv-snapshot.ts'
import type { Chunk, ReadChunk } from './format.ts'
import { readRecord } from './record.ts'

/**
 * Papers from JSON Lines, one object a line: records as in `readRecord`, or rows of arXiv's metadata snapshot, known by
 * their keys. Blank lines are passed over, a bad line is reported and costs only itself.
 */
export const readJsonLines: ReadChunk = ({ text, first, date }: Chunk) => {
  const papers: Paper[] = []
  const warnings: { line: number; what: string }[] = []
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue
    const line = first + index
    const read = paperOf(content, date, (what) => warnings.push({ line, what }))
    if (typeof read === 'string') warnings.push({ line, what: read })
    else papers.push(read)
  }
  return { papers, warnings }
}

/** Whether a line is one of arXiv's metadata snapshot. */
export function isSnapshotLine(content: string): boolean {
  try {
    return isSnapshotRow(JSON.parse(content))
  } catch {
    return false
  }
}

/** The paper of one line, or in words why there is none. */
function paperOf(content: string, date: string | undefined, onCut: (what: string) => void): Paper | string {
  if (content.length > bounds.line)
    return `Left out: longer than ${bounds.line.toLocaleString('en')} characters.`
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch {
    return 'Left out: not valid JSON.'
  }
  return isSnapshotRow(value)
    ? readSnapshotRow(value, onCut)
    : readRecord(value, { source: 'json-lines', date, onCut })
}
