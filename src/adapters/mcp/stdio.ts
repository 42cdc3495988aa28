import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio'
import type { Person } from '../../platform/request.ts'
import { createMcpServer, type McpParts } from './server.ts'

/**
 * Serves the one client that started this process, over standard input and output, until the input ends or the signal
 * comes. Nothing but the protocol is written to the output.
 *
 * @param onProblem is told what the client did that cannot be understood
 */
export async function serveMcpOnStdio(
  parts: McpParts & { caller: Person; input: Readable; output: Writable; onProblem(error: Error): void },
  signal: AbortSignal,
): Promise<void> {
  const { caller, input, output, onProblem } = parts
  const stopping = new AbortController()
  // The one who starts it is at this machine, as in a terminal.
  const at = { who: caller, where: { platform: 'terminal' } }
  const transport = new StdioServerTransport(input, output)
  const ended = Promise.race([once(input, 'end'), once(input, 'close'), once(signal, 'abort')])
  const served = serveStdio(() => createMcpServer(parts, at, stopping.signal), {
    transport,
    onerror: onProblem,
  })
  if (!signal.aborted) await ended
  stopping.abort()
  await served.close()
}
