import type { columns } from '../paper-row.ts'
import type { RunQuery } from './database.ts'

/** A row of `papers`: its key when it stands there already. */
type Writable = { key?: number; paper: { id: string }; columns: ReturnType<typeof columns> }

/** What an index entry holds at most is 2,700 bytes; nobody looks for longer words than this, in characters. */
const longestWord = 200

/** "pape" in ASCII, and a number of ours. */
const writerLock = '1885433189, 2'

/**
 * Until the end of the transaction, one process writes papers or what is worked out of their texts: none is added
 * twice, and no text changes meanwhile. To be called first of all, so that two never wait for each other.
 */
export async function lockPapers(query: RunQuery): Promise<void> {
  await query(`SELECT pg_advisory_xact_lock(${writerLock})`)
}

/** Writes whole rows, new and old ones. Returns their keys by their ids. */
export async function writeRows(
  query: RunQuery,
  rows: readonly Writable[],
): Promise<ReadonlyMap<string, number>> {
  const values = [
    rows.map(({ key }) => key ?? null),
    rows.map(({ paper }) => paper.id),
    rows.map(({ columns }) => columns[0]),
    rows.map(({ columns }) => columns[1]),
    rows.map(({ columns }) => columns[2]),
    rows.map(({ columns }) => columns[3]),
    rows.map(({ columns }) => columns[4]),
    rows.map(({ columns }) => columns[5]),
    rows.map(({ columns }) => columns[6]),
    rows.map(({ columns }) => columns[7]),
    rows.map(({ columns }) => columns[8]),
    rows.map(({ columns }) => columns[9]),
    rows.map(({ columns }) => columns[10]),
    rows.map(({ columns }) => titleWords(columns[0])),
  ]
  const written = await query(
    `INSERT INTO papers
      (key, id, title_key, arxiv_id, title, abstract, url, date, day, upvotes, source, more, stems, title_words)
    SELECT coalesce(key, nextval(pg_get_serial_sequence('papers', 'key'))), id, title_key, arxiv_id, title, abstract,
      url, date, day, upvotes, source, more, stems, array_to_tsvector(string_to_array(words, ' '))
    FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::integer[], $11::text[], $12::text[], $13::text[], $14::text[])
      AS given (key, id, title_key, arxiv_id, title, abstract, url, date, day, upvotes, source, more, stems, words)
    ON CONFLICT (key) DO UPDATE SET title_key = excluded.title_key, arxiv_id = excluded.arxiv_id,
      title = excluded.title, abstract = excluded.abstract, url = excluded.url, date = excluded.date,
      day = excluded.day, upvotes = excluded.upvotes, source = excluded.source, more = excluded.more,
      stems = excluded.stems, title_words = excluded.title_words
    RETURNING key, id`,
    values,
  )
  return new Map(written.rows.map(({ id, key }) => [String(id), Number(key)]))
}

/** The words of a folded title, each once. */
function titleWords(titleKey: string): string {
  const words = titleKey.split(' ').filter((word) => word !== '' && word.length <= longestWord)
  return [...new Set(words)].join(' ')
}

export async function writeNames(
  query: RunQuery,
  names: readonly { folded: string; introduced: boolean; paper: number }[],
): Promise<void> {
  const short = names.filter(({ folded }) => folded.length <= longestWord)
  await query(
    `INSERT INTO names (name, paper, introduced)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::boolean[])`,
    [
      short.map(({ folded }) => folded),
      short.map(({ paper }) => paper),
      short.map(({ introduced }) => introduced),
    ],
  )
}

/** Keeps count of how many papers hold each stem, from the stems of papers before and after. */
export async function writeVocabulary(
  query: RunQuery,
  texts: readonly { before: string | undefined; after: string | undefined }[],
): Promise<void> {
  const changes = new Map<string, number>()
  const count = (stems: string | undefined, by: number) => {
    for (const term of new Set(stems?.split(' ')))
      if (/^[^|]+$/.test(term) && term.length <= longestWord) changes.set(term, (changes.get(term) ?? 0) + by)
  }
  for (const { before, after } of texts) {
    count(before, -1)
    count(after, 1)
  }
  const counted = [...changes].filter(([, by]) => by !== 0)
  await query(
    `INSERT INTO vocabulary (term, papers) SELECT * FROM unnest($1::text[], $2::integer[])
    ON CONFLICT (term) DO UPDATE SET papers = vocabulary.papers + excluded.papers`,
    [counted.map(([term]) => term), counted.map(([, by]) => by)],
  )
  const fewer = counted.flatMap(([term, by]) => (by < 0 ? [term] : []))
  if (fewer.length > 0) await query('DELETE FROM vocabulary WHERE term = ANY ($1) AND papers <= 0', [fewer])
}
