import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

/** A folder of its own to start Paperboy in: no settings file, no database yet. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'paperboy-'))
}

type Exit = Pick<Ended, 'code' | 'signal'>
type Surroundings = {
  folder: string
  settings?: Record<string, string>
  /** Another copy of the program than this project. */
  program?: string
  /** The user to run as; the one of the tests when left out. */
  uid?: number | undefined
}

/** Starts the real process with nothing in its environment but what a test sets. */
export function startPaperboy(
  words: readonly string[],
  { folder, settings = {}, program = main, uid }: Surroundings,
) {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    ...(uid !== undefined && { uid }),
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      DATABASE_URL: `sqlite:${join(folder, 'paperboy.sqlite')}`,
      EMBEDDING_MODEL: 'off',
      // The models of these tests say what a test has them say, and judge nothing unless it has them do that.
      JUDGE_MODEL: 'off',
      ...settings,
    },
  })
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
    child.once('error', reject)
  })
  return { child, exit }
}

/** Runs the real process to its end with this on standard input. */
export async function runPaperboy(
  words: readonly string[],
  { input = '', ...surroundings }: Surroundings & { input?: string | Buffer },
): Promise<Ended> {
  const { child, exit } = startPaperboy(words, surroundings)
  // A process that does not read its input to the end may still answer well.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const [ending, stdout, stderr] = await Promise.all([exit, text(child.stdout), text(child.stderr)])
  return { ...ending, stdout, stderr }
}
