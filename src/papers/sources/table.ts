import { CsvError, parse } from 'csv-parse/sync'
import type { Paper } from '../paper.ts'
import type { Chunk, ReadChunk } from './format.ts'
import { readRecord } from './record.ts'

type Row = { record: Record<string, string>; info: { lines: number } }

/** Without the apostrophes that keep spreadsheets from computing. */
const asTexts = (record: Record<string, string>) =>
  Object.fromEntries(Object.entries(record).map(([name, cell]) => [name, cell.replace(/^'(?=[=+@\t-])/, '')]))

const delimiters = [',', ';', '\t'] as const
const titles = new Set(['title', 'paper title', 'article title', 'document title', 'display_name'])

/** What stands between the columns, if a line is the header of a table of papers; undefined when it is not one. */
export function delimiterOf(line: string): string | undefined {
  return delimiters.find((delimiter) => {
    const names = line.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase())
    return names.length > 1 && names.some((name) => titles.has(name))
  })
}

/**
 * Papers from comma-, semicolon- or tab-separated values whose first line names the columns, as in `readRecord`. A row
 * with more or fewer cells than columns is left out; behind a quotation mark that is never closed, all of them.
 */
export const readTable: ReadChunk = ({ text, first, date }: Chunk) => {
  const papers: Paper[] = []
  const warnings: { line: number; what: string }[] = []
  const delimiter = delimiterOf(text.slice(0, text.indexOf('\n')))
  const leaveOut = (error: CsvError | undefined): undefined => {
    const line = first + Number(error?.lines ?? 1) - 1
    const what =
      error?.code === 'CSV_RECORD_INCONSISTENT_COLUMNS'
        ? 'other columns than the first line'
        : 'a quotation mark too many, or one missing'
    warnings.push({ line, what: `Left out: ${what}.` })
  }
  try {
    const rows = parse<Row>(text, {
      columns: true,
      delimiter: delimiter ?? ',',
      bom: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: leaveOut,
      info: true,
    })
    for (const { record, info } of rows) {
      const line = first + info.lines - 1
      // Tables that were put together hold their header again.
      if (Object.entries(record).some(([name, cell]) => name === cell && titles.has(name.toLowerCase())))
        continue
      const read = readRecord(asTexts(record), {
        source: 'table',
        date,
        onCut: (what) => warnings.push({ line, what }),
      })
      if (typeof read === 'string') warnings.push({ line, what: read })
      else if (holdsRows(record))
        warnings.push({ line, what: 'Left out: a quotation mark too many, or one missing.' })
      else papers.push(read)
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    leaveOut(error)
  }
  return { papers, warnings }

  /** A cell that swallowed the end of its row and the beginning of the next. */
  function holdsRows(record: Record<string, string>): boolean {
    const seam = new RegExp(
      `[^${delimiter}\\n]{0,200}${delimiter}[^\\n]{0,2000}\\n[^\\n]{0,2000}${delimiter}`,
    )
    return seam.test(record.title ?? record.Title ?? '')
  }
}
