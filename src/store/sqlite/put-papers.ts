import type { DatabaseSync } from 'node:sqlite'
import { columns, type PaperRow } from '../paper-row.ts'
import { type Incoming, type Kept, lookups, type Placed, placePapers } from '../place-papers.ts'
import { toRemovedKeys } from '../removed-papers.ts'
import { removedByKeys } from './removed-papers.ts'
import { watchRevision } from './revision.ts'

/** Adds papers or brings known ones up to date: see the contract. To be called in a transaction. */
export function createPutPapers(database: DatabaseSync): (papers: readonly Incoming[]) => Placed['counts'] {
  const find = database.prepare('SELECT * FROM papers WHERE id = ?1 OR arxiv_id = ?2 OR folded_title = ?3')
  const findByKeys = database.prepare(`
    SELECT paper_keys.key AS known_by, papers.* FROM paper_keys JOIN papers ON papers.key = paper
    WHERE paper_keys.key IN (SELECT value FROM json_each(?))`)
  const insert = database.prepare(`
    INSERT INTO papers (id, folded_title, arxiv_id, title, abstract, url, date, day, upvotes, source, more, stems)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const update = database.prepare(`
    UPDATE papers SET folded_title = ?, arxiv_id = ?, title = ?, abstract = ?, url = ?, date = ?, day = ?,
      upvotes = ?, source = ?, more = ?, stems = ? WHERE key = ?`)
  const addWords = database.prepare('INSERT INTO words (rowid, title, names, abstract) VALUES (?, ?, ?, ?)')
  const dropWords = database.prepare('DELETE FROM words WHERE rowid = ?')
  const addName = database.prepare('INSERT INTO names (name, paper, introduced) VALUES (?, ?, ?)')
  const dropNames = database.prepare('DELETE FROM names WHERE paper = ?')
  const dropVectors = database.prepare('DELETE FROM vectors WHERE paper = ?')
  const addKey = database.prepare('INSERT OR IGNORE INTO paper_keys (key, paper) VALUES (?, ?)')
  const moveKeys = database.prepare('UPDATE paper_keys SET paper = ? WHERE paper = ?')
  const moveShown = database.prepare('UPDATE OR IGNORE shown_papers SET paper = ? WHERE paper = ?')
  const moveMarks = ['workspace_papers', 'place_votes'].map((table) =>
    database.prepare(`UPDATE OR IGNORE ${table} SET paper = ? WHERE paper = ?`),
  )
  const drop = database.prepare('DELETE FROM papers WHERE key = ?')
  const findRemoved = database.prepare(removedByKeys)
  const addRemovedKey = database.prepare('INSERT OR IGNORE INTO removed_keys VALUES (?, ?)')
  const updateRemoved = database.prepare('UPDATE removed_papers SET ids = ? WHERE id = ?')
  const revision = watchRevision(database)

  function candidatesFor(papers: readonly Incoming[]) {
    const rows = new Map<number, PaperRow>()
    for (const { paper, foldedTitle } of papers)
      for (const row of find.all(paper.id, paper.ids?.arxiv ?? null, foldedTitle))
        rows.set(Number(row.key), row)
    const keys: { key: string; paper: number }[] = []
    const wanted = JSON.stringify(lookups(papers).keys)
    for (const { known_by, ...row } of findByKeys.all(wanted)) {
      rows.set(Number(row.key), row)
      keys.push({ key: String(known_by), paper: Number(row.key) })
    }
    const oldestFirst = [...rows.values()].sort((one, other) => Number(one.key) - Number(other.key))
    return { rows: oldestFirst, keys, removed: toRemovedKeys(findRemoved.all(wanted)) }
  }

  function write(kept: Kept): void {
    const values = columns(kept.paper, kept.titleKey, kept.stems)
    if (kept.key === undefined) kept.key = Number(insert.run(kept.paper.id, ...values).lastInsertRowid)
    else update.run(...values, kept.key)
    const { key, paper, ready, before } = kept
    if (!ready) return
    if (before) {
      dropWords.run(key)
      dropNames.run(key)
      dropVectors.run(key)
    }
    addWords.run(key, paper.title, ready.nameWords, paper.abstract)
    for (const { folded, introduced } of ready.names) addName.run(folded, key, Number(introduced))
  }

  return (papers) => {
    const { counts, absorbed, changed, renamed, refused } = placePapers(papers, candidatesFor(papers))
    for (const { gone, into } of absorbed) {
      moveKeys.run(into.key ?? null, gone.key)
      moveShown.run(into.paper.id, gone.paper.id)
      for (const move of moveMarks) move.run(into.paper.id, gone.paper.id)
      dropWords.run(gone.key)
      drop.run(gone.key)
    }
    for (const kept of changed) write(kept)
    for (const { key, newKeys } of renamed) for (const name of newKeys) addKey.run(name, key ?? null)
    for (const { removed, newKeys } of refused) {
      updateRemoved.run(JSON.stringify(removed.ids), removed.id)
      for (const key of newKeys) addRemovedKey.run(key, removed.id)
    }
    if (changed.length > 0) revision.raise()
    return counts
  }
}
