import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createMcpHandler } from '@modelcontextprotocol/server'
import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import type { Adapter } from '../../platform/adapter.ts'
import type { Serve } from '../../platform/endpoint.ts'
import { createGate } from './gate.ts'
import { type Caller, createMcpServer, type McpParts } from './server.ts'
import type { McpToken } from './tokens.ts'
import { sendResponse, webRequest } from './web.ts'

export type McpOptions = Omit<McpParts, 'handle'> & {
  serve: Serve
  /** Who is let in. */
  tokens: readonly McpToken[]
  /** The address under which people reach the server, whose pages may call it. */
  publicUrl?: string
  log: Log
}

/** Longest request, in bytes: a question has at most 2,000 characters. */
const longestRequest = 65_536
/** How long calls under way may take when everything stops, in milliseconds. */
const patience = 6_000

/** Each token is a place of its own, with limits and papers of its own. */
const callerOf = (name = 'nobody'): Caller => ({
  who: { id: `mcp:${name}`, name },
  where: { platform: 'mcp', workspace: name },
})

/** Assistants that come by HTTP: at `/mcp`, each with a token. Nothing is kept between two calls. */
export function createMcpAdapter(options: McpOptions): Adapter {
  const { serve, log } = options
  const gate = createGate(options)
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  let close = (): Promise<void> => Promise.resolve()
  return {
    name: 'MCP',
    async start(handle) {
      const parts = { ...options, handle }
      const mcp = createMcpHandler(
        ({ authInfo }) => createMcpServer(parts, callerOf(authInfo?.clientId), stopping.signal),
        {
          maxRequestBodySize: longestRequest,
          onerror: (error) =>
            log.info({ error: describeError(error) }, 'An assistant sent what cannot be understood'),
        },
      )

      async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
        const request = webRequest(incoming, response)
        const found = await gate(request)
        await sendResponse(
          found instanceof Response ? found : await mcp.fetch(request, { authInfo: found }),
          response,
        )
      }

      const end = await serve({
        path: '/mcp',
        methods: ['POST', 'GET', 'DELETE'],
        respond(request, response) {
          const work = respond(request, response).finally(() => underWay.delete(work))
          underWay.add(work)
          return work
        },
      })
      close = async () => {
        const ended = end()
        await Promise.race([Promise.allSettled(underWay), sleep(patience, undefined, { ref: false })])
        await mcp.close()
        await ended
      }
    },
    async stop() {
      stopping.abort()
      await close()
    },
    failed: new Promise(() => undefined),
    isConnected: () => true,
  }
}
