import type { DatabaseSync } from 'node:sqlite'
import { stem, wordsOf } from '../../papers/words.ts'
import type { WordIndex } from '../store.ts'
import { guarded } from './errors.ts'

/** BM25 weights of title, names and abstract; k1 and b are FTS5's own 1.2 and 0.75. */
const weights = '3.0, 1.0, 1.0'

/** A word as FTS5 takes it: a quoted phrase, in which nothing is an operator. */
const quoted = (word: string) => `"${word.replaceAll('"', '""')}"`

export function createWordIndex(database: DatabaseSync): WordIndex {
  const ranked = database.prepare(`
    SELECT papers.id AS id, -hits.rank AS score FROM (
      SELECT rowid, rank FROM words WHERE words MATCH ? AND rank MATCH 'bm25(${weights})' ORDER BY rank LIMIT ?
    ) AS hits JOIN papers ON papers.key = hits.rowid
    ORDER BY score DESC, id`)
  const holding = database.prepare('SELECT doc FROM vocabulary WHERE term = ?')
  const beginning = database.prepare('SELECT term FROM vocabulary WHERE term >= ? AND term < ? LIMIT ?')
  const frequency = (word: string) => Number(holding.get(stem(word))?.doc ?? 0)
  return {
    search: (words, limit) =>
      guarded(() => {
        if (words.length === 0) return []
        const rows = ranked.all([...new Set(words)].map(quoted).join(' OR '), limit)
        return rows.map((row) => ({ id: String(row.id), score: Number(row.score) }))
      }),
    frequencies: (words) =>
      guarded(() => {
        // A phrase occurs at most as often as its rarest word.
        const count = (word: string) => Math.min(...wordsOf(word).map(frequency))
        return new Map(words.map((word) => [word, wordsOf(word).length === 0 ? 0 : count(word)]))
      }),
    completions: (prefix, limit) =>
      guarded(() => beginning.all(prefix, `${prefix}\u{10ffff}`, limit).map((row) => String(row.term))),
  }
}
