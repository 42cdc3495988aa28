import { PaperboyError } from '../../lib/errors.ts'

/**
 * SQLSTATE codes (https://www.postgresql.org/docs/current/errcodes-appendix.html) and codes of the network that people
 * can do something about, and what.
 */
const advice: Readonly<Record<string, readonly [string, string]>> = {
  '28P01': ['The database server refused the password.', 'Check user and password in DATABASE_URL.'],
  '28000': [
    'The database server does not let this user in.',
    'Check the user in DATABASE_URL and the server’s pg_hba.conf.',
  ],
  '3D000': [
    'There is no such database on the server.',
    'Make it with createdb, or check the name in DATABASE_URL.',
  ],
  '42501': [
    'The user has no right to do this in the database.',
    'Make the user the owner of the database, or GRANT CREATE on its schema public.',
  ],
  '53100': ['The disk of the database server is full.', 'Free some space and try again.'],
  '53200': ['The database server is out of memory.', 'Give it more, or try again later.'],
  '53300': [
    'The database server has too many connections.',
    'Raise its max_connections, or run fewer processes: each may hold ten.',
  ],
  '57014': ['The database took more than a minute and was stopped.', 'Try again when it has less to do.'],
  '25006': ['The database server takes no changes.', 'Set DATABASE_URL to the primary server.'],
  ECONNREFUSED: unreachable(),
  ENOTFOUND: unreachable(),
  EAI_AGAIN: unreachable(),
  ETIMEDOUT: unreachable(),
  EHOSTUNREACH: unreachable(),
  ENETUNREACH: unreachable(),
  ENOENT: unreachable(),
}

/** What the client library says itself, without a code. */
const sayings: readonly (readonly [RegExp, readonly [string, string]])[] = [
  [/^SASL.*password/i, ['The database server wants a password.', 'Add one to DATABASE_URL.']],
  [
    /timeout exceeded when trying to connect|timeout expired/i,
    ['The database server did not answer in time.', 'See whether it runs and is not overloaded.'],
  ],
  [
    /does not support SSL|certificate|self-signed/i,
    [
      'No secure connection to the database server could be made.',
      'Set sslmode in DATABASE_URL: see docs/postgres.md.',
    ],
  ],
]

function unreachable(): readonly [string, string] {
  return ['The database server cannot be reached.', 'Check that it runs, and host and port in DATABASE_URL.']
}

/** Lost connections, and servers that start, stop or gave their place to another one. */
const lost = new Set(
  '08000 08001 08003 08004 08006 57P01 57P02 57P03 25006 ECONNRESET ECONNREFUSED EPIPE'.split(' '),
)
const conflicts = new Set(['40001', '40P01'])

export const isConflict = (error: unknown): boolean => conflicts.has(codeOf(error))

/** Whether a failure lies in the connection, so that another one may do better. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof PaperboyError) return false
  return (
    lost.has(codeOf(error)) ||
    /^Connection terminated|^Query read timeout|^Client has encountered a connection error|is not queryable/.test(
      error.message,
    )
  )
}

/** For work whose end was lost: it may be written or not. */
export function commitLost(cause: unknown): PaperboyError {
  return new PaperboyError(
    'The connection to the database was lost while something was saved.',
    'Try again.',
    { cause },
  )
}

/** What the client threw -> an error that says what to do; anything that is not the database's is passed on as it is. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PaperboyError) return error
  const known = advice[codeOf(error)] ?? sayings.find(([saying]) => saying.test(error.message))?.[1]
  if (known) return new PaperboyError(...known, { cause: error })
  if (isConnectionLost(error)) return new PaperboyError(...unreachable(), { cause: error })
  // A SQLSTATE: five digits and capitals.
  if (!/^[0-9A-Z]{5}$/.test(codeOf(error))) return error
  return new PaperboyError(`The database failed: ${error.message}.`, 'Try again.', { cause: error })
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
