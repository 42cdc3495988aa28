import { columns } from '../paper-row.ts'
import {
  type Candidates,
  type Incoming,
  type Kept,
  lookups,
  type Placed,
  placePapers,
} from '../place-papers.ts'
import type { Database, RunQuery } from './database.ts'
import { removedByKeys, writeRemovedKeys } from './removed-papers.ts'
import { lockPapers, writeNames, writeRows, writeVocabulary } from './write-papers.ts'

/** Adds papers or brings known ones up to date: see the contract. */
export function putPapers(database: Database, papers: readonly Incoming[]): Promise<Placed['counts']> {
  // What is wrong with a paper is found before others wait for it.
  return database.transaction(async (query) => {
    await lockPapers(query)
    const placed = placePapers(papers, await candidatesFor(query, papers))
    const { counts, absorbed, changed, renamed, refused } = placed
    for (const pair of absorbed) await absorb(query, pair)
    const keys = changed.length > 0 ? await write(query, changed) : new Map<string, number>()
    const names = renamed.flatMap(({ key, paper, newKeys }) =>
      [...newKeys].map((name) => [name, key ?? keys.get(paper.id) ?? Number.NaN] as const),
    )
    if (names.length > 0)
      await query(
        `INSERT INTO paper_keys (key, paper) SELECT * FROM unnest($1::text[], $2::bigint[]) ON CONFLICT DO NOTHING`,
        [names.map(([name]) => name), names.map(([, key]) => key)],
      )
    for (const { removed, newKeys } of refused) {
      await query('UPDATE removed_papers SET ids = $1 WHERE id = $2', [
        JSON.stringify(removed.ids),
        removed.id,
      ])
      await writeRemovedKeys(
        query,
        newKeys.map((key) => [key, removed.id]),
      )
    }
    const more = counts.added - absorbed.length
    if (more !== 0) await query('UPDATE paperboy SET papers = papers + $1', [more])
    return counts
  })
}

async function candidatesFor(query: RunQuery, papers: readonly Incoming[]): Promise<Candidates> {
  const { keys, titles } = lookups(papers)
  const { rows: known } = await query('SELECT key, paper FROM paper_keys WHERE key = ANY ($1)', [keys])
  // One after the other, since each has its index: all in one condition, the whole table would be read.
  const { rows } = await query(
    `SELECT * FROM papers WHERE id = ANY ($1) UNION SELECT * FROM papers WHERE arxiv_id = ANY ($1)
    UNION SELECT * FROM papers WHERE key = ANY ($3)
    UNION SELECT * FROM papers WHERE md5(title_key) = ANY (ARRAY(SELECT md5(title) FROM unnest($2::text[]) AS title))
    ORDER BY key`,
    [keys, titles, known.map(({ paper }) => Number(paper))],
  )
  return {
    rows,
    keys: known.map(({ key, paper }) => ({ key: String(key), paper: Number(paper) })),
    removed: await removedByKeys(query, keys),
  }
}

/** Leaves nothing of a paper but what it was known by. */
async function absorb(query: RunQuery, { gone, into }: Placed['absorbed'][number]): Promise<void> {
  await query('UPDATE paper_keys SET paper = $1 WHERE paper = $2', [into.key ?? null, gone.key])
  await query(
    `UPDATE shown_papers AS shown SET paper = $1 WHERE paper = $2 AND NOT EXISTS (
      SELECT 1 FROM shown_papers WHERE place = shown.place AND paper = $1 AND delivery = shown.delivery)`,
    [into.paper.id, gone.paper.id],
  )
  await query(
    `UPDATE workspace_papers AS marked SET paper = $1 WHERE paper = $2 AND NOT EXISTS (
      SELECT 1 FROM workspace_papers WHERE workspace = marked.workspace AND mark = marked.mark AND paper = $1)`,
    [into.paper.id, gone.paper.id],
  )
  await query(
    `UPDATE place_votes AS vote SET paper = $1 WHERE paper = $2 AND NOT EXISTS (
      SELECT 1 FROM place_votes WHERE place = vote.place AND person = vote.person AND paper = $1)`,
    [into.paper.id, gone.paper.id],
  )
  await query('DELETE FROM papers WHERE key = $1', [gone.key])
  await query('UPDATE paperboy SET vectors = vectors + 1')
  await writeVocabulary(query, [{ before: gone.before?.stems, after: undefined }])
}

/** Returns the keys of what was written, by their ids. */
async function write(query: RunQuery, changed: readonly Kept[]): Promise<ReadonlyMap<string, number>> {
  const keys = await writeRows(
    query,
    changed.map((kept) => ({ ...kept, columns: columns(kept.paper, kept.titleKey, kept.stems) })),
  )
  const reread = changed.filter((kept) => kept.ready !== undefined)
  const keyOf = ({ paper }: Kept) => keys.get(paper.id) ?? Number.NaN
  const old = reread.filter((kept) => kept.before !== undefined).map(keyOf)
  if (old.length > 0) {
    await query('DELETE FROM names WHERE paper = ANY ($1)', [old])
    const { changes } = await query('DELETE FROM vectors WHERE paper = ANY ($1)', [old])
    if (changes > 0) await query('UPDATE paperboy SET vectors = vectors + 1')
  }
  await writeNames(
    query,
    reread.flatMap((kept) => (kept.ready?.names ?? []).map((name) => ({ ...name, paper: keyOf(kept) }))),
  )
  await writeVocabulary(
    query,
    reread.map(({ before, stems }) => ({ before: before?.stems, after: stems })),
  )
  return keys
}
