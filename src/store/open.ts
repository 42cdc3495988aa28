import type { Clock } from '../lib/clock.ts'
import { PaperboyError } from '../lib/errors.ts'
import { openSqliteStore } from './sqlite/store.ts'
import type { Store } from './store.ts'

/**
 * Opens the database that a `DATABASE_URL` names, with its schema up to date.
 *
 * @param url `sqlite:<file>` (relative to the working directory), `sqlite::memory:` or
 *   `postgres://user:password@host:port/database`.
 * @param clock for tests: another clock to hold jobs by than the machine's, or the server's
 * @throws PaperboyError that says what to do when it cannot be opened.
 */
export async function openStore(url: string, clock?: Clock): Promise<Store> {
  if (/^postgres(?:ql)?:/.test(url)) {
    // Loaded only where it is used.
    const { openPostgresStore } = await import('./postgres/store.ts')
    return openPostgresStore({ connectionString: url }, clock)
  }
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1]
  if (file === undefined) {
    throw new PaperboyError(
      'DATABASE_URL names an unknown engine.',
      'Use sqlite:./var/paperboy.sqlite, or postgres://user:password@host/database.',
    )
  }
  return openSqliteStore(file, clock && { clock })
}

/** A `DATABASE_URL` as people may see it: without user, password and parameters. */
export function databaseName(url: string): string {
  return /^sqlite:/.test(url) ? url : url.replace(/\/\/[^?#]*@/, '//').replace(/[?#].*$/s, '')
}
