import { open } from 'node:fs/promises'
import { write } from '../adapters/terminal/write.ts'
import { PaperboyError } from '../lib/errors.ts'
import type { Store, Turn } from '../store/store.ts'

type Options = {
  /** ISO day, as days are in UTC: answers of this day and later. */
  since?: string
  /** A file; standard output when left out. */
  out?: string
}

/**
 * Writes every answer that somebody thought something of, one JSON object a line: the fields of the question set
 * (`data/eval/README.md`), what people thought, and which claims they call cited wrongly. No person is named. Memory
 * does not grow with the number of answers. Ends early when nobody reads any more, or with the signal.
 *
 * @returns how many were written
 * @throws PaperboyError for a day or a file that cannot be used
 */
export async function exportFeedback(
  { since, out }: Options,
  {
    store,
    stdout,
    signal,
  }: {
    store: Pick<Store, 'turns' | 'feedback' | 'papers'>
    stdout: NodeJS.WritableStream
    signal: AbortSignal
  },
): Promise<number> {
  const from = since === undefined ? 0 : dayOf(since)
  const file = out === undefined ? undefined : await openFile(out)
  let count = 0
  try {
    for await (const turn of store.turns.rated()) {
      if (signal.aborted) break
      if (turn.at.getTime() < from) continue
      const line = `${JSON.stringify(await rowOf(turn, store))}\n`
      if (file) await file.append(line)
      else if (!(await write(stdout, line))) break
      count += 1
    }
  } finally {
    await file?.close()
  }
  return count
}

async function rowOf(turn: Turn, { feedback, papers }: Pick<Store, 'feedback' | 'papers'>): Promise<object> {
  const opinions = await feedback.of(turn.id)
  const known = await papers.get(turn.papers)
  const thumbs = (rating: 'up' | 'down') => opinions.filter((opinion) => opinion.rating === rating).length
  const wrong = turn.claims.flatMap((claim, index) => {
    const people = opinions.filter(
      (opinion) => opinion.rating === 'wrong' && opinion.claim === index + 1,
    ).length
    return people === 0 ? [] : [{ claim: claim.text, evidence: claim.cites.map(({ text }) => text), people }]
  })
  return {
    id: turn.id,
    kind: 'chatty',
    question: turn.question ?? turn.line,
    papers: known.map(({ title }) => title),
    evidence: turn.claims.flatMap(({ cites }) => cites.map(({ text }) => text)),
    answer: turn.claims.map(({ text }) => text).join(' '),
    must_include: [],
    answerable: turn.claims.length > 0,
    asked: turn.at.toISOString(),
    line: turn.line,
    helped: thumbs('up'),
    did_not_help: thumbs('down'),
    wrong,
  }
}

function dayOf(said: string): number {
  const day = /^\d{4}-\d\d-\d\d$/.test(said) ? Date.parse(said) : Number.NaN
  if (!Number.isNaN(day)) return day
  throw new PaperboyError(`"${said}" is not a date.`, 'Write it as 2026-01-31.')
}

/** A new file; what somebody wrote before is not overwritten. */
async function openFile(path: string) {
  try {
    const file = await open(path, 'wx', 0o600)
    return {
      append: (line: string) =>
        file.appendFile(line).catch((error) => Promise.reject(unwritable(path, error))),
      close: () => file.close(),
    }
  } catch (error) {
    throw unwritable(path, error)
  }
}

function unwritable(path: string, error: unknown): PaperboyError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'EEXIST'
    ? new PaperboyError(`"${path}" exists already.`, 'Name another file.')
    : new PaperboyError(
        `"${path}" cannot be written (${code}).`,
        'Name a file in a folder that exists, may be written to and has room.',
        { cause: error },
      )
}
