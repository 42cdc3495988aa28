import type { DatabaseSync } from 'node:sqlite'
import { foldTitle } from '../../papers/identity.ts'
import { idKeys, idsIn } from '../../papers/ids.ts'
import { foldName } from '../../papers/names.ts'
import type { PaperRow } from '../paper-row.ts'

/** How many names that begin alike are looked at before the best of them are taken. */
const namesRead = 200

/**
 * Looks papers up while their name is typed. Full-text search is no help here, since its words are stemmed ("traini"
 * finds no "training"); the titles are read through their index instead: 50 ms for 100,000 when none fits, 5 ms when
 * many do.
 */
export function createPaperCompletions(
  database: DatabaseSync,
): (typed: string, limit: number) => readonly PaperRow[] {
  const newest = database.prepare('SELECT * FROM papers ORDER BY date DESC, key DESC LIMIT ?')
  const byId = database.prepare(`
    SELECT * FROM papers WHERE id >= ?1 AND id < ?2 UNION SELECT * FROM papers WHERE arxiv_id >= ?1 AND arxiv_id < ?2
    UNION SELECT papers.* FROM paper_keys JOIN papers ON papers.key = paper
      WHERE paper_keys.key >= ?1 AND paper_keys.key < ?2
    ORDER BY id LIMIT ?3`)
  const byName = database.prepare(`
    SELECT papers.* FROM (
      SELECT paper, introduced, name FROM names WHERE name >= ? AND name < ? ORDER BY name LIMIT ${namesRead}
    ) JOIN papers ON papers.key = paper
    GROUP BY paper ORDER BY max(introduced) DESC, min(length(name)), papers.id LIMIT ?`)
  const byBeginning = database.prepare(`
    SELECT * FROM papers WHERE folded_title >= ? AND folded_title < ? ORDER BY folded_title LIMIT ?`)
  // The longest word is looked for first, since it passes fewest titles on to the look at all words.
  const byWords = database.prepare(`
    SELECT * FROM papers WHERE key IN (
      SELECT key FROM papers WHERE instr(' ' || folded_title, ' ' || ?1) > 0 AND NOT EXISTS (
        SELECT 1 FROM json_each(?2) WHERE instr(' ' || folded_title, ' ' || value) = 0
      ) LIMIT ?3
    ) ORDER BY length(title), id`)

  return (typed, limit) => {
    const id = idKeys(idsIn(typed))[0] ?? typed.trim()
    const name = foldName(typed)
    const title = foldTitle(typed)
    const words = title.split(' ')
    if (title === '') return newest.all(limit)
    const found = new Map<string, PaperRow>()
    const ways: readonly (() => readonly PaperRow[])[] = [
      // Without a digit it is no id, although many ids begin with the same letter.
      () => (/\d/.test(id) ? byId.all(id, endOf(id), limit) : []),
      () => (name === '' ? [] : byName.all(name, endOf(name), limit)),
      () => byBeginning.all(title, endOf(title), limit),
      () => byWords.all(longest(words), JSON.stringify(words), limit),
    ]
    for (const look of ways) {
      if (found.size >= limit) break
      for (const row of look()) if (found.size < limit) found.set(String(row.id), row)
    }
    return [...found.values()]
  }
}

const longest = (words: readonly string[]) =>
  words.reduce((longest, word) => (word.length > longest.length ? word : longest))

/** What stands right behind every text that begins with this one. */
const endOf = (prefix: string) => `${prefix}\u{10ffff}`
