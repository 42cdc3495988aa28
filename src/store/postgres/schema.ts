import { PaperboyError } from '../../lib/errors.ts'
import type { Database, RunQuery } from './database.ts'
import { type Extensions, makeIndexes, useExtensions } from './extensions.ts'
import { migrations } from './migrations.ts'

/** What processes lock so that one of them at a time changes the schema: "pape" in ASCII, and a number of ours. */
const schemaLock = '1885433189, 1'

/**
 * Brings the schema up to date, once however many processes ask for it at the same time, with what the server offers.
 *
 * @param options.forMove whether a database is being moved here, which makes the indexes when it is complete
 * @throws PaperboyError when the tables were made by a newer Paperboy or by another program, or are not complete
 */
export async function prepareSchema(
  database: Database,
  { forMove }: { forMove: boolean } = { forMove: false },
): Promise<Extensions> {
  // Others may be at it for long, and so may this.
  return database.transaction(
    async (query) => {
      await query(`SELECT pg_advisory_xact_lock(${schemaLock})`)
      const version = await versionOf(query)
      if (version > migrations.length)
        throw new PaperboyError(
          'The database was written by a newer Paperboy.',
          'Update Paperboy, or set DATABASE_URL to another database.',
        )
      for (const step of migrations.slice(version)) await query(step)
      if (version < migrations.length) await query('UPDATE paperboy SET version = $1', [migrations.length])
      const extensions = await useExtensions(query)
      if (forMove) return extensions
      if (await isMoving(query))
        throw new PaperboyError(
          'The database is not complete: another one is being moved into it.',
          'Run paperboy move again to finish that.',
        )
      await makeIndexes(query, extensions)
      return extensions
    },
    { unhurried: true },
  )
}

/** Whether a database is on its way into this one: see `move.ts`. */
export async function isMoving(query: RunQuery): Promise<boolean> {
  const { rows } = await query("SELECT to_regclass('moving') IS NOT NULL AS moving")
  return rows[0]?.moving === true
}

/** How many steps the tables have seen; 0 in an empty schema. Another program's tables are left alone. */
async function versionOf(query: RunQuery): Promise<number> {
  const { rows } = await query(`
    SELECT relname AS name FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = to_regnamespace(current_schema())
    AND oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')`)
  if (rows.some(({ name }) => name === 'paperboy'))
    return Number((await query('SELECT version FROM paperboy')).rows[0]?.version)
  if (rows.length > 0)
    throw new PaperboyError(
      'The database belongs to another program.',
      'Make one for Paperboy with createdb, and set DATABASE_URL to it.',
    )
  await query(`
    CREATE TABLE paperboy ( -- one row
      version integer NOT NULL, -- steps of the schema
      papers bigint NOT NULL, -- how many there are: counting them takes long
      vectors bigint NOT NULL -- rises with every change of vectors
    )`)
  await query('INSERT INTO paperboy VALUES (0, 0, 0)')
  return 0
}
