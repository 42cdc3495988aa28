import type { DatabaseSync } from 'node:sqlite'
import { readStemmedPaper } from '../../papers/stemmed-text.ts'
import { stem, wordsOf } from '../../papers/words.ts'
import type { WordIndex } from '../store.ts'
import type { Hit } from '../vectors.ts'
import { guarded } from './errors.ts'
import { watchRevision } from './revision.ts'

/** BM25 weights of title, names and abstract; k1 and b are FTS5's own 1.2 and 0.75. */
const weights = '3.0, 1.0, 1.0'

/** Words whose frequencies are kept in memory until papers are written. */
const mostKnown = 20_000

/** A word as FTS5 takes it: a quoted phrase, in which nothing is an operator. */
const quoted = (word: string) => `"${word.replaceAll('"', '""')}"`

export type SearchWords = (words: readonly string[], limit: number) => readonly Hit[]

/** The search of the contract, as a function of SQLite: it takes the longer the more papers hold the words. */
export function createSearchWords(database: DatabaseSync): SearchWords {
  const ranked = database.prepare(`
    SELECT papers.id AS id, -hits.rank AS score FROM (
      SELECT rowid, rank FROM words WHERE words MATCH ? AND rank MATCH 'bm25(${weights})' ORDER BY rank LIMIT ?
    ) AS hits JOIN papers ON papers.key = hits.rowid
    ORDER BY score DESC, id`)
  return (words, limit) => {
    if (words.length === 0) return []
    const rows = ranked.all([...new Set(words)].map(quoted).join(' OR '), limit)
    return rows.map((row) => ({ id: String(row.id), score: Number(row.score) }))
  }
}

export function createWordIndex(database: DatabaseSync, search: WordIndex['search']): WordIndex {
  const stems = database.prepare('SELECT stems FROM papers WHERE id = ?')
  const holding = database.prepare('SELECT doc FROM vocabulary WHERE term = ?')
  const beginning = database.prepare('SELECT term FROM vocabulary WHERE term >= ? AND term < ? LIMIT ?')
  const revision = watchRevision(database)
  const known = new Map<string, number>()

  /** Counting the papers of a common word reads them all, and questions share their common words. */
  function frequency(word: string): number {
    const stemmed = stem(word)
    const counted = known.get(stemmed) ?? Number(holding.get(stemmed)?.doc ?? 0)
    if (known.size < mostKnown) known.set(stemmed, counted)
    return counted
  }

  return {
    search,
    texts: (ids) =>
      guarded(() => {
        const found = ids.map((id) => [id, stems.get(id)?.stems] as const)
        return new Map(
          found.flatMap(([id, all]) =>
            typeof all === 'string' ? [[id, readStemmedPaper(all)] as const] : [],
          ),
        )
      }),
    frequencies: (words) =>
      guarded(() => {
        if (revision.hasChanged()) known.clear()
        // A phrase occurs at most as often as its rarest word.
        const count = (word: string) => Math.min(...wordsOf(word).map(frequency))
        return new Map(words.map((word) => [word, wordsOf(word).length === 0 ? 0 : count(word)]))
      }),
    completions: (prefix, limit) =>
      guarded(() => beginning.all(prefix, `${prefix}\u{10ffff}`, limit).map((row) => String(row.term))),
  }
}
