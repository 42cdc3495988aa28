import { placeKey } from '../json-columns.ts'
import type { ShownPapers } from '../shown.ts'
import type { Database } from './database.ts'

export function createShownPapers(database: Database): ShownPapers {
  return {
    async add(place, post, papers, at) {
      await database.query(
        `INSERT INTO shown_papers (place, paper, delivery, at, votes)
        SELECT $1, paper, $2, $3, votes FROM unnest($4::text[], $5::integer[]) AS chosen (paper, votes)
        ON CONFLICT DO NOTHING`,
        [
          ...[placeKey(place), post, at.getTime()],
          papers.map(({ paper }) => paper),
          papers.map(({ votes }) => votes),
        ],
      )
    },
    async remove(post) {
      await database.query('DELETE FROM shown_papers WHERE delivery = $1', [post])
    },
    async at(place, papers) {
      const { rows } = await database.query(
        `SELECT paper, min(at) AS first, count(*) AS times, (array_agg(votes ORDER BY at, delivery))[count(*)] AS votes
        FROM shown_papers WHERE place = $1 AND paper = ANY ($2) GROUP BY paper`,
        [placeKey(place), papers],
      )
      return new Map(
        rows.map(({ paper, first, times, votes }) => [
          String(paper),
          { first: new Date(Number(first)), times: Number(times), votes: Number(votes) },
        ]),
      )
    },
  }
}
