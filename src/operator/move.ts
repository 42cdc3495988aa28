import { PaperboyError } from '../lib/errors.ts'
import { moveStore } from '../store/move/move.ts'
import { databaseName } from '../store/open.ts'
import { createProgress, type ProgressOutput } from './progress.ts'

export type MoveSurroundings = {
  stdout: { write(text: string): unknown }
  stderr: ProgressOutput
  /** Milliseconds on any clock. */
  now: () => number
  signal: AbortSignal
}

/**
 * `paperboy move`: copies the SQLite database that is used now into an empty Postgres one, and says what came over.
 *
 * @param from the `DATABASE_URL` that is set
 * @param to the address of the new database
 * @throws PaperboyError when either is of another kind, cannot be used, or the copy differs in the end
 */
export async function move(
  { from, to }: { from: string; to: string },
  { stdout, stderr, now, signal }: MoveSurroundings,
): Promise<void> {
  const file = /^sqlite:(?:\/\/(?=\/))?(?!:memory:)(.+)$/.exec(from)?.[1]
  if (file === undefined)
    throw new PaperboyError(
      'DATABASE_URL is not an SQLite file, so there is nothing to move.',
      'Set it to the file that is to be moved, such as sqlite:./var/paperboy.sqlite.',
    )
  if (!/^postgres(?:ql)?:\/\//.test(to) || !URL.canParse(to))
    throw new PaperboyError(
      'That is not the address of a Postgres database.',
      'Write it as --to postgres://user:password@host/database',
    )
  const progress = createProgress(stderr, now, 2)
  const moved = await moveStore({
    ...{ file, to, signal },
    onProgress({ step, table, done, total }) {
      const share = (total === 0 ? 1 : done / total) + (step === 'copy' ? 0 : 1)
      const rows = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows`
      progress.show(share, `${step === 'copy' ? 'copying' : 'comparing'} ${table.replace('_', ' ')}, ${rows}`)
    },
  }).finally(progress.clear)
  const parts = moved
    .filter(({ rows }) => rows > 0)
    .map(({ name, rows }) => `  ${name.replace('_', ' ')}: ${rows.toLocaleString('en')}\n`)
  stdout.write(`Moved and compared, row by row:\n${parts.join('') || '  nothing: it was empty\n'}`)
  stdout.write(`Now set DATABASE_URL to ${databaseName(to)}, with user and password.\n`)
  stdout.write(`${file} is as it was; keep it until you are satisfied.\n`)
}
