import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { PaperboyError } from '../../src/lib/errors.ts'
import { percentile } from '../eval/statistics.ts'

const program = join(import.meta.dirname, '../../src/main.ts')
const runs = 5
/** Longer means that it hangs. */
const timeout = 30_000

/**
 * Median milliseconds from starting the program until it answers `help`, which is a little after its prompt would
 * show. Each run starts with a database of its own, so loading the shipped papers is part of it.
 *
 * @throws PaperboyError when the program ends without an answer.
 */
export async function timeColdStart(folder: string): Promise<number | undefined> {
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) times.push(await startOnce(join(folder, `start-${run}.sqlite`)))
  return percentile(times, 0.5)
}

async function startOnce(file: string): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, [program], {
    // Away from the checkout, whose .env may set anything.
    cwd: dirname(file),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATABASE_URL: `sqlite:${file}`,
      EMBEDDING_MODEL: 'off',
    },
    timeout,
  })
  const exit = once(child, 'exit')
  // Not ended: a pipe that stays open is a person who has not typed anything more.
  child.stdin.write('help\n')
  try {
    await firstWords(child)
    return performance.now() - started
  } finally {
    child.kill()
    await exit
  }
}

function firstWords(child: ChildProcessWithoutNullStreams): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  child.stdout.once('data', () => resolve())
  child.once('exit', () =>
    reject(new PaperboyError(`npm start said nothing: ${complaint}`, 'Try it yourself.')),
  )
  return promise
}
