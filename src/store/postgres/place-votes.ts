import { placeKey } from '../json-columns.ts'
import { type PlaceVotes, toPlaceVote } from '../place-votes.ts'
import type { Database } from './database.ts'

export function createPlaceVotes({ query }: Database): PlaceVotes {
  return {
    async add(place, votes) {
      // A command may not change one row twice.
      const once = [
        ...new Map(votes.map((vote) => [JSON.stringify([vote.paper, vote.person]), vote])).values(),
      ]
      await query(
        `INSERT INTO place_votes (place, paper, person, at)
        SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[])
        ON CONFLICT (place, paper, person) DO UPDATE SET at = greatest(place_votes.at, excluded.at)`,
        [
          placeKey(place),
          once.map(({ paper }) => paper),
          once.map(({ person }) => person),
          once.map(({ at }) => at.getTime()),
        ],
      )
    },
    async remove(place, { paper, person }) {
      await query('DELETE FROM place_votes WHERE place = $1 AND paper = $2 AND person = $3', [
        placeKey(place),
        paper,
        person,
      ])
    },
    async since(place, moment, limit) {
      const { rows } = await query(
        `SELECT paper, person, at FROM place_votes WHERE place = $1 AND at >= $2
        ORDER BY at DESC, paper, person LIMIT $3`,
        [placeKey(place), moment.getTime(), limit],
      )
      return rows.map(toPlaceVote)
    },
    async forgetBefore(moment) {
      return (await query('DELETE FROM place_votes WHERE at < $1', [moment.getTime()])).changes
    },
  }
}
