import { setImmediate as nextTurn } from 'node:timers/promises'
import { readStemmedPaper, stemmedText } from '../../papers/stemmed-text.ts'
import { stem, wordsOf } from '../../papers/words.ts'
import type { WordIndex } from '../store.ts'
import type { Hit } from '../vectors.ts'
import { rankByBm25 } from './bm25.ts'
import type { Database } from './database.ts'
import { bm25Index, type Extensions } from './extensions.ts'

/** How many papers plain Postgres hands over to be ranked: of a word that more papers hold, some are not looked at. */
const mostRanked = 2_000

/** How many more papers the index is asked for where those that lack a phrase are left out. */
const phraseSlack = 10

export function createWordIndex(database: Database, { bm25 }: Extensions): WordIndex {
  /** How many papers hold each of these stems. */
  const holding = together(async (stems) => {
    const { rows } = await database.query('SELECT term, papers FROM vocabulary WHERE term = ANY ($1)', [
      stems,
    ])
    return new Map(rows.map(({ term, papers }) => [String(term), Number(papers)]))
  })

  async function frequencies(words: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const stemmed = words.map((word) => [word, wordsOf(word).map(stem)] as const)
    const known = await holding(stemmed.flatMap(([, stems]) => stems))
    // A phrase occurs at most as often as its rarest word.
    const count = (stems: readonly string[]) =>
      stems.length === 0 ? 0 : Math.min(...stems.map((one) => known.get(one) ?? 0))
    return new Map(stemmed.map(([word, stems]) => [word, count(stems)]))
  }

  /**
   * By pg_textsearch, which ranks words; papers that hold none of the words and phrases are left out afterwards. Its
   * scores cost far more than its order, which is all that callers compare.
   */
  async function searchByIndex(phrases: readonly string[], limit: number): Promise<readonly Hit[]> {
    const hasPhrases = phrases.some((phrase) => phrase.trim().includes(' '))
    const { rows } = await database.query(
      `SELECT id FROM (
        SELECT id, stems FROM papers ORDER BY stems <@> to_bm25query($1, '${bm25Index}') LIMIT $2
      ) AS ranked WHERE stems LIKE ANY ($3)`,
      [
        [...new Set(phrases.flatMap((phrase) => phrase.trim().split(' ')))].join(' '),
        hasPhrases ? limit * phraseSlack : limit,
        phrases.map((phrase) => `%${phrase}%`),
      ],
    )
    return rows.map(({ id }, place) => ({ id: String(id), score: 1 / (1 + place) }))
  }

  /** By plain Postgres, which only finds; the ranking is ours. */
  async function searchByRanking(phrases: readonly string[], limit: number): Promise<readonly Hit[]> {
    const operand = (phrase: string) =>
      phrase
        .trim()
        .split(' ')
        .map((word) => `'${word}'`)
        .join(' <-> ')
    const text = phrases.map((phrase) => `(${operand(phrase)})`).join(' | ')
    const [{ rows }, known, total] = await Promise.all([
      database.query(`SELECT id, stems FROM papers_holding(to_tsquery('pg_catalog.simple', $1), $2)`, [
        text,
        mostRanked,
      ]),
      frequencies(phrases),
      database.query('SELECT papers FROM paperboy'),
    ])
    const papers = rows.map(({ id, stems }) => ({ id: String(id), text: readStemmedPaper(String(stems)) }))
    return rankByBm25(papers, known, Number(total.rows[0]?.papers)).slice(0, limit)
  }

  return {
    async search(words, limit) {
      const phrases = [...new Set(words.map(stemmedText))].filter((phrase) => phrase.trim() !== '')
      if (phrases.length === 0) return []
      const hits = await (bm25 ? searchByIndex(phrases, limit) : searchByRanking(phrases, limit))
      return hits.toSorted(byScore).slice(0, limit)
    },
    async texts(ids) {
      const { rows } = await database.query('SELECT id, stems FROM papers WHERE id = ANY ($1)', [ids])
      return new Map(rows.map(({ id, stems }) => [String(id), readStemmedPaper(String(stems))]))
    },
    frequencies,
    async completions(prefix, limit) {
      const { rows } = await database.query(
        'SELECT term FROM vocabulary WHERE term >= $1 AND term < $2 ORDER BY term LIMIT $3',
        [prefix, `${prefix}\u{10ffff}`, limit],
      )
      return rows.map(({ term }) => String(term))
    },
  }
}

const byScore = (one: Hit, other: Hit) => other.score - one.score || (one.id < other.id ? -1 : 1)

/** Asks once for what is asked in the same moment: a question looks up each of its words by itself. */
function together(look: (stems: readonly string[]) => Promise<ReadonlyMap<string, number>>): typeof look {
  let gathered: Set<string> | undefined
  let answer: ReturnType<typeof look> | undefined
  return (stems) => {
    const asked = gathered ?? new Set<string>()
    for (const one of stems) asked.add(one)
    if (gathered && answer) return answer
    gathered = asked
    answer = nextTurn().then(() => {
      gathered = undefined
      return look([...asked])
    })
    return answer
  }
}
