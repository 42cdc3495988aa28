import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { PaperboyError } from '../../lib/errors.ts'
import { migrations } from './migrations.ts'

/** How long opening waits for another process before it gives up, in milliseconds; work on it later: see `guarded`. */
const openingTimeout = 5_000

/**
 * The log grows to so many pages of 4 kB before they go into the file: imports write many of them again and again. Who
 * imports takes them there before it is up to anybody else, who may have to answer at once.
 */
const checkpointPages = { usual: 4_000, importing: 3_000 }

/**
 * Opens (and makes, where missing) a database file, safe for several processes, and brings its schema up to date.
 *
 * @throws PaperboyError when the folder cannot be made or the file was written by a newer Paperboy or another program;
 *   SQLite's own errors otherwise.
 */
export function openDatabase(file: string): DatabaseSync {
  makeFolder(file)
  makePrivate(file)
  const database = new DatabaseSync(file, { timeout: openingTimeout, enableForeignKeyConstraints: true })
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;')
    database.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages.usual}`)
    // No traces stay on pages that are written anyway; the rest is for `erase`, since imports would pay for it.
    database.exec('PRAGMA secure_delete = FAST')
    refuseForeign(database)
    migrate(database)
    keepPrivate(file)
    database.exec('PRAGMA busy_timeout = 0')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Runs a part of an import: this connection takes care of the log, and does not wait for the disk. */
export function importing<T>(database: DatabaseSync, work: () => T): T {
  database.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages.importing}`)
  return unsynced(database, work)
}

/**
 * Runs a write that does not wait for the disk, on which the log comes in order, and at the latest with the next write of
 * any other kind. Only a loss of power can take it back.
 */
export function unsynced<T>(database: DatabaseSync, work: () => T): T {
  database.exec('PRAGMA synchronous = NORMAL')
  try {
    return work()
  } finally {
    database.exec('PRAGMA synchronous = FULL')
  }
}

/** Runs what need not survive a loss of power, and so does not wait for the disk. */
export function hasty<T>(database: DatabaseSync, work: () => T): T {
  database.exec('PRAGMA synchronous = NORMAL')
  try {
    return work()
  } finally {
    database.exec('PRAGMA synchronous = FULL')
  }
}

/** `$1` is a name in SQLite, and `?1` the first value. */
export const numbered = (sql: string): string => sql.replace(/\$(?=\d)/g, '?')

/** Runs work whose deleted words are not to be found in the file either: they are overwritten, wherever they stood. */
export function erase<T>(database: DatabaseSync, work: () => T): T {
  database.exec('PRAGMA secure_delete = ON')
  try {
    return work()
  } finally {
    database.exec('PRAGMA secure_delete = FAST')
  }
}

/** Runs work in one transaction that has the write lock from the start, so that it cannot fail half-way. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function makeFolder(file: string): void {
  if (file === ':memory:') return
  try {
    makeFolders(dirname(file))
  } catch (cause) {
    throw new PaperboyError(
      `The folder of the database cannot be made: ${dirname(file)}.`,
      'Set DATABASE_URL to a file in a writable folder.',
      { cause },
    )
  }
}

/**
 * Makes a folder with those it stands in. Not by `mkdirSync`'s own recursion, which never comes back where the system
 * says of a folder that is there that it is not, as below `/proc`.
 */
function makeFolders(folder: string): void {
  if (isFolder(folder)) return
  if (dirname(folder) !== folder) makeFolders(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw error
  }
}

/** A new file is for its owner alone from the start: it will hold what people asked. */
function makePrivate(file: string): void {
  if (file === ':memory:' || statSync(file, { throwIfNoEntry: false })) return
  try {
    closeSync(openSync(file, 'a', 0o600))
  } catch {
    // SQLite says better what is wrong with the place.
  }
}

/** The same for one that an older version made, and for what stands beside it; SQLite gives new ones the file's mode. */
function keepPrivate(file: string): void {
  if (file === ':memory:') return
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    const mode = statSync(path, { throwIfNoEntry: false })?.mode
    if (mode === undefined || (mode & 0o077) === 0) continue
    try {
      chmodSync(path, 0o600)
    } catch {
      // Somebody else's file that we may write all the same: its owner decides.
    }
  }
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** A table that every version has. */
const ownTable = 'revision'

/** Another program's tables are left alone. */
function refuseForeign(database: DatabaseSync): void {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  if (tables.length === 0 || tables.some(({ name }) => name === ownTable)) return
  throw new PaperboyError(
    'The database file belongs to another program.',
    'Set DATABASE_URL to another file, such as sqlite:./var/paperboy.sqlite.',
  )
}

function migrate(database: DatabaseSync): void {
  const version = () => Number(database.prepare('PRAGMA user_version').get()?.user_version)
  if (version() === migrations.length) return
  if (version() > migrations.length) {
    throw new PaperboyError(
      'The database was written by a newer Paperboy.',
      'Update Paperboy, or set DATABASE_URL to another file.',
    )
  }
  // Read again under the lock: another process may have migrated meanwhile.
  transaction(database, () => {
    for (const step of migrations.slice(version())) database.exec(step)
    database.exec(`PRAGMA user_version = ${migrations.length}`)
  })
}
