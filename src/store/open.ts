import { PaperboyError } from '../lib/errors.ts'
import { openSqliteStore } from './sqlite/store.ts'
import type { Store } from './store.ts'

/**
 * Opens the database that a `DATABASE_URL` names, with its schema up to date.
 *
 * @param url `sqlite:<file>` (relative to the working directory) or `sqlite::memory:`.
 * @throws PaperboyError that says what to do when it cannot be opened.
 */
export async function openStore(url: string): Promise<Store> {
  const file = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(url)?.[1]
  if (file === undefined) {
    throw new PaperboyError(
      'DATABASE_URL names no engine that is known.',
      'Use sqlite:./var/paperboy.sqlite.',
    )
  }
  return openSqliteStore(file)
}

/** A `DATABASE_URL` as people may see it: without user, password and parameters. */
export function databaseName(url: string): string {
  return /^sqlite:/.test(url) ? url : url.replace(/\/\/[^?#]*@/, '//').replace(/[?#].*$/s, '')
}
