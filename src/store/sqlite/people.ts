import type { DatabaseSync } from 'node:sqlite'
import { readSubscription } from '../json-columns.ts'
import {
  deliveryKeys,
  heldAs,
  type KnownOf,
  type KnownPerson,
  marking,
  mentions,
  nobody,
  type PeopleStore,
  theirsOf,
  workspacesOf,
} from '../people.ts'
import { postsOf } from '../queues.ts'
import { erase, transaction } from './database.ts'
import { guarded } from './errors.ts'

export function createPeopleStore(database: DatabaseSync): PeopleStore {
  const asked = database.prepare('SELECT count(*) AS number FROM turns WHERE person = ?')
  const thought = database.prepare('SELECT count(*) AS number FROM feedback WHERE person = ?')
  const voted = database.prepare(
    'SELECT count(*) AS number FROM place_votes WHERE person = ?1 AND substr(place, 1, length(?2)) = ?2',
  )
  const mentioned = database.prepare(
    "SELECT subscription FROM subscriptions WHERE subscription LIKE ? ESCAPE '!'",
  )
  const listed = 'IN (SELECT value FROM json_each(?))'
  const forgotten = [
    'DELETE FROM feedback WHERE person = ?1 OR turn IN (SELECT id FROM turns WHERE person = ?1)',
    'DELETE FROM turns WHERE person = ?1',
  ].map((sql) => database.prepare(sql))
  const stopped = database.prepare(`DELETE FROM subscriptions WHERE id ${listed}`)
  const done = database.prepare(`
    DELETE FROM jobs WHERE number IN (SELECT job FROM job_keys WHERE queue = ?1 AND key > ?2 AND key < ?3)`)
  const unnamed = database.prepare(
    `UPDATE workspace_papers SET person = ?1
    WHERE substr(person, 1, length(?2)) = ?2 AND substr(workspace, 1, length(?3)) = ?3`,
  )
  const votes = database.prepare(
    'DELETE FROM place_votes WHERE person = ?1 AND substr(place, 1, length(?2)) = ?2',
  )
  const places = [
    `DELETE FROM shown_papers WHERE place ${listed}`,
    `DELETE FROM facts WHERE kind = 'place' AND name ${listed}`,
  ].map((sql) => database.prepare(sql))

  const ofAddress = {
    subscriptions: database.prepare('DELETE FROM subscriptions WHERE lower(place) = ?'),
    mails: database.prepare('DELETE FROM jobs WHERE queue = ? AND instr(lower(payload), ?) > 0'),
    papers: database.prepare('DELETE FROM shown_papers WHERE lower(place) = ?'),
  }

  function look(person: KnownPerson) {
    const rows = mentioned.all(mentions(person))
    const theirs = theirsOf(
      person,
      rows.map(({ subscription }) => readSubscription(String(subscription))),
    )
    const known: KnownOf = {
      questions: Number(asked.get(person.id)?.number),
      opinions: Number(thought.get(person.id)?.number),
      votes: Number(voted.get(person.id, workspacesOf(person))?.number),
      ...theirs.counts,
    }
    return { known, theirs }
  }

  return {
    knownOf: (person) => guarded(() => look(person).known),
    forget: (person) =>
      guarded(() =>
        erase(database, () =>
          transaction(database, () => {
            const { known, theirs } = look(person)
            for (const statement of forgotten) statement.run(person.id)
            stopped.run(JSON.stringify(theirs.ids))
            for (const keys of deliveryKeys(person, theirs)) done.run(...keys)
            unnamed.run(nobody, ...marking(person))
            votes.run(person.id, workspacesOf(person))
            for (const statement of places) statement.run(JSON.stringify(theirs.places))
            return known
          }),
        ),
      ),
    forgetAddress: (address) =>
      guarded(() =>
        erase(database, () =>
          transaction(database, () => {
            const { place, within } = heldAs(address)
            return {
              subscriptions: Number(ofAddress.subscriptions.run(place).changes),
              mails: Number(ofAddress.mails.run(postsOf('mail'), within).changes),
              papers: Number(ofAddress.papers.run(place).changes),
            }
          }),
        ),
      ),
  }
}
