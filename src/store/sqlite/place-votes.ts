import type { DatabaseSync } from 'node:sqlite'
import { placeKey } from '../json-columns.ts'
import { type PlaceVotes, toPlaceVote } from '../place-votes.ts'
import { transaction } from './database.ts'
import { guarded } from './errors.ts'

export function createPlaceVotes(database: DatabaseSync): PlaceVotes {
  const add = database.prepare(`
    INSERT INTO place_votes (place, paper, person, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (place, paper, person) DO UPDATE SET at = max(at, excluded.at)`)
  const remove = database.prepare('DELETE FROM place_votes WHERE place = ? AND paper = ? AND person = ?')
  const since = database.prepare(
    'SELECT paper, person, at FROM place_votes WHERE place = ? AND at >= ? ORDER BY at DESC, paper, person LIMIT ?',
  )
  const forget = database.prepare('DELETE FROM place_votes WHERE at < ?')
  return {
    add: (place, votes) =>
      guarded(() =>
        transaction(database, () => {
          for (const { paper, person, at } of votes) add.run(placeKey(place), paper, person, at.getTime())
        }),
      ),
    remove: (place, { paper, person }) =>
      guarded(() => {
        remove.run(placeKey(place), paper, person)
      }),
    since: (place, moment, limit) =>
      guarded(() => since.all(placeKey(place), moment.getTime(), limit).map(toPlaceVote)),
    forgetBefore: (moment) => guarded(() => Number(forget.run(moment.getTime()).changes)),
  }
}
