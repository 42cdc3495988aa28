import manifest from '../../package.json' with { type: 'json' }
import { serveMcpOnStdio } from '../adapters/mcp/stdio.ts'
import type { Command } from '../commands/command.ts'
import { toolsOf } from '../commands/tools/all.ts'
import { describeError } from '../lib/errors.ts'
import type { Handle, Person } from '../platform/request.ts'
import type { OpenServices } from '../services.ts'
import { keepStoreSmall } from './housekeeping.ts'

type Parts = { commands: readonly Command[]; services: OpenServices; handle: Handle; caller: Person }
type Streams = { stdin: NodeJS.ReadStream; stdout: NodeJS.WriteStream; stderr: NodeJS.WritableStream }

/** Serves one assistant over standard input and output until the input ends or the signal comes. */
export async function serveMcp(
  { commands, services, handle, caller }: Parts,
  { stdin, stdout, stderr }: Streams,
  signal: AbortSignal,
): Promise<void> {
  if (stdin.isTTY)
    stderr.write(
      'This speaks the Model Context Protocol, which assistants do. docs/mcp.md says how to set them up.\n',
    )
  const ended = new AbortController()
  const until = AbortSignal.any([signal, ended.signal])
  // In the background: an assistant waits for no model that has to be fetched first.
  services.embedding?.keepLooking()
  void keepStoreSmall(services, until)
  const onProblem = (error: Error) =>
    services.log.warn({ error: describeError(error) }, 'An assistant sent what cannot be understood')
  try {
    await serveMcpOnStdio(
      {
        handle,
        tools: toolsOf(commands),
        version: manifest.version,
        caller,
        input: stdin,
        output: stdout,
        onProblem,
      },
      signal,
    )
  } finally {
    ended.abort()
  }
}
