import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { z } from 'zod'

/** Why there is no result. */
export type Failure = { failed: string }

/** As much of what a process said as may hold its last words: V8 adds a long trace when it is out of memory. */
const lastWords = 10_000
/** How this project and Node tell of an error, up to the end of its first sentence. */
const errorLine = /^(?:paperboy|\w*Error|FATAL ERROR): (.*?[.!?](?= |$)|.*)/m

/**
 * Runs a script of this project in a process of its own, whose memory is then its own too, and reads the JSON that it
 * prints. What it says on standard error is passed on. A process that fails makes a failure, also when it is killed.
 *
 * @param command options of Node, the script and its options
 */
export async function runAlone<Result>(
  command: readonly string[],
  schema: z.ZodType<Result>,
): Promise<Result | Failure> {
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    process.stderr.write(piece)
    said = (said + piece).slice(-lastWords)
  })
  const [printed] = await Promise.all([text(child.stdout), once(child, 'close')])
  const { exitCode, signalCode } = child
  if (exitCode === 0) return schema.parse(JSON.parse(printed))
  // The system kills a process that takes its last memory in this way.
  if (signalCode === 'SIGKILL' || said.includes('heap out of memory')) return { failed: 'did not fit' }
  const [, what = `ended with ${signalCode ?? exitCode}`] = said.match(errorLine) ?? []
  return { failed: `failed: ${what}` }
}
