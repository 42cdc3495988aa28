import type { columns } from '../paper-row.ts'
import type { RunQuery } from '../postgres/database.ts'
import { writeRows, writeVocabulary } from '../postgres/write-papers.ts'
import type { Cell, Cells } from './rows.ts'
import type { Table } from './tables.ts'

/** Writes rows of a table, with what is worked out of them. */
export async function writeTableRows(query: RunQuery, table: Table, rows: readonly Cells[]): Promise<void> {
  if (table.name === 'papers') return writePapers(query, rows)
  const names = table.columns.map(({ name }) => name).join(', ')
  const arrays = table.columns.map(({ type }, place) => `$${place + 1}::${type}[]`).join(', ')
  const values = table.columns.map((_, place) => rows.map((cells) => cells[place] ?? null))
  if (table.name !== 'vectors') {
    await query(`INSERT INTO ${table.name} (${names}) SELECT * FROM unnest(${arrays})`, values)
    return
  }
  const given = `unnest(${arrays}) AS given (${names})`
  await query(
    `INSERT INTO spaces (model, dimensions) SELECT DISTINCT model, length(vector) / width FROM ${given}
    ON CONFLICT DO NOTHING`,
    values,
  )
  await query(
    `INSERT INTO vectors (${names}, space) SELECT given.*, spaces.number FROM ${given}
    JOIN spaces ON spaces.model = given.model AND spaces.dimensions = length(given.vector) / given.width`,
    values,
  )
}

async function writePapers(query: RunQuery, rows: readonly Cells[]): Promise<void> {
  const papers = rows.map(([key, id, ...rest]) => ({
    key: Number(key),
    paper: { id: String(id) },
    columns: toColumns(rest),
  }))
  await writeRows(query, papers)
  await writeVocabulary(
    query,
    papers.map(({ columns }) => ({ before: undefined, after: columns[10] })),
  )
}

/** The table's columns have one order wherever they are written. */
function toColumns(cells: Cells): ReturnType<typeof columns> {
  const text = (cell: Cell | undefined) => String(cell)
  const textOrNull = (cell: Cell | undefined) => (cell === null || cell === undefined ? null : String(cell))
  const [titleKey, arxivId, title, abstract, url, date, day, upvotes, source, more, stems] = cells
  return [
    text(titleKey),
    textOrNull(arxivId),
    text(title),
    text(abstract),
    text(url),
    textOrNull(date),
    textOrNull(day),
    typeof upvotes === 'number' ? upvotes : null,
    text(source),
    text(more),
    text(stems),
  ]
}
