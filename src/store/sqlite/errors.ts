import { setTimeout as sleep } from 'node:timers/promises'
import { PaperboyError } from '../../lib/errors.ts'

/** SQLite result codes people can do something about (https://sqlite.org/rescode.html), and what. */
const advice: Readonly<Record<number, readonly [string, string]>> = {
  5: [
    'The database is locked by another program.',
    'Close it, or wait until it has finished, and try again.',
  ],
  6: [
    'The database is locked by another program.',
    'Close it, or wait until it has finished, and try again.',
  ],
  8: [
    'The database is read-only.',
    'Make the file and its folder writable, or set DATABASE_URL to another file.',
  ],
  10: ['The disk failed while the database was used.', 'Check the disk, or set DATABASE_URL to another one.'],
  11: ['The database file is damaged.', 'Restore it from a backup, or move it away to start afresh.'],
  13: ['The disk is full.', 'Free some space and try again.'],
  14: ['The database file cannot be opened.', 'Check that DATABASE_URL names a file in a writable folder.'],
  26: [
    'The database file is not an SQLite database.',
    'Set DATABASE_URL to another file, or move this one away.',
  ],
}

/** What SQLite threw -> an error that says what to do; anything else is passed on as it is. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error
  const [message, next] = advice[error.errcode & 0xff] ?? [
    `The database failed: ${error.message}.`,
    'Try again.',
  ]
  return new PaperboyError(message, next, { cause: error })
}

/** How long a writer waits for another process before it gives up, in milliseconds. */
const patience = 5_000
/** How often it tries, in milliseconds: more often than others leave the database free between two transactions. */
const pause = 1

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5

/**
 * Runs synchronous SQLite work behind the asynchronous contract, with its errors explained. While another process
 * writes, it is tried again and again, not waited for inside SQLite, which would hold up everything else here.
 *
 * @param work one statement or one transaction, so that nothing of it is done when the database is busy
 */
export async function guarded<T>(work: () => T): Promise<T> {
  const start = performance.now()
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error) || performance.now() - start > patience) throw storeError(error)
    }
    await sleep(pause)
  }
}
