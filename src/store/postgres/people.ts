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
import type { Database, RunQuery } from './database.ts'

export function createPeopleStore(database: Database): PeopleStore {
  return {
    knownOf: async (person) => (await look(database.query, person)).known,
    forget: (person) =>
      database.transaction(async (query) => {
        const { known, theirs } = await look(query, person)
        await query(
          'DELETE FROM feedback WHERE person = $1 OR turn IN (SELECT id FROM turns WHERE person = $1)',
          [person.id],
        )
        await query('DELETE FROM turns WHERE person = $1', [person.id])
        await query('DELETE FROM subscriptions WHERE id = ANY ($1)', [theirs.ids])
        for (const keys of deliveryKeys(person, theirs))
          await query(
            `DELETE FROM jobs WHERE number IN (
              SELECT job FROM job_keys WHERE queue = $1 AND key > $2 AND key < $3)`,
            keys,
          )
        await query(
          `UPDATE workspace_papers SET person = $1
            WHERE substr(person, 1, length($2)) = $2 AND substr(workspace, 1, length($3)) = $3`,
          [nobody, ...marking(person)],
        )
        await query('DELETE FROM place_votes WHERE person = $1 AND starts_with(place, $2)', [
          person.id,
          workspacesOf(person),
        ])
        await query('DELETE FROM shown_papers WHERE place = ANY ($1)', [theirs.places])
        await query("DELETE FROM facts WHERE kind = 'place' AND name = ANY ($1)", [theirs.places])
        return known
      }),
    forgetAddress: (address) =>
      database.transaction(async (query) => {
        const { place, within } = heldAs(address)
        const gone = async (sql: string, values: readonly string[]) =>
          (await query(`DELETE FROM ${sql} RETURNING 1`, values)).rows.length
        return {
          subscriptions: await gone('subscriptions WHERE lower(place) = $1', [place]),
          mails: await gone('jobs WHERE queue = $1 AND position($2 in lower(payload)) > 0', [
            postsOf('mail'),
            within,
          ]),
          papers: await gone('shown_papers WHERE lower(place) = $1', [place]),
        }
      }),
  }
}

async function look(query: RunQuery, person: KnownPerson) {
  const [counted, mentioned] = [
    await query(
      `SELECT (SELECT count(*) FROM turns WHERE person = $1) AS questions,
        (SELECT count(*) FROM feedback WHERE person = $1) AS opinions,
        (SELECT count(*) FROM place_votes WHERE person = $1 AND starts_with(place, $2)) AS votes`,
      [person.id, workspacesOf(person)],
    ),
    await query("SELECT subscription FROM subscriptions WHERE subscription LIKE $1 ESCAPE '!'", [
      mentions(person),
    ]),
  ]
  const theirs = theirsOf(
    person,
    mentioned.rows.map(({ subscription }) => readSubscription(String(subscription))),
  )
  const known: KnownOf = {
    questions: Number(counted.rows[0]?.questions),
    opinions: Number(counted.rows[0]?.opinions),
    votes: Number(counted.rows[0]?.votes),
    ...theirs.counts,
  }
  return { known, theirs }
}
