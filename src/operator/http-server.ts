import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { describeError, PaperboyError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Endpoint, Serve } from '../platform/endpoint.ts'

export type HttpServer = {
  serve: Serve
  /** Everything that is answered at this moment. */
  routes(): readonly string[]
}

type Place = {
  host: string
  port: number
  /** What to do when nothing can listen there. */
  advice: string
  log: Log
}

/** What a client may take, in milliseconds, for the head of a request, for all of it, and in between requests. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  /** How often the two above are looked after. */
  connectionsCheckingInterval: 5_000,
  /** In bytes. */
  maxHeaderSize: 16_384,
}
/** A connection on which nothing moves for so long is closed, in milliseconds: the slowest answer takes 50 s. */
const longestSilence = 90_000
const mostConnections = 500
/** How long answers under way may take when an endpoint ends, in milliseconds. */
const patience = 2_000

/**
 * The HTTP server of one port: each service reached there has a path of its own, and everything else is a plain 404. It
 * listens as long as there is an endpoint.
 */
export function createHttpServer({ host, port, advice, log }: Place): HttpServer {
  const endpoints = new Map<string, Endpoint>()
  let listening: Promise<Server> | undefined

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url?.split('?', 1)[0] ?? ''
    const endpoint = endpoints.get(path) ?? (path.startsWith('/') ? aboveOf(path) : undefined)
    if (endpoint?.methods.includes(request.method ?? '')) void respond(endpoint, request, response)
    else if (endpoint?.tellsMethods) {
      response.setHeader('allow', endpoint.methods.join(', '))
      plain(response, 405, 'Method not allowed')
    } else plain(response, 404, 'Not found')
  }

  /** Who answers everything below a path, this one too. */
  const aboveOf = (path: string) =>
    [...endpoints.values()].find((endpoint) => endpoint.below && path.startsWith(endpoint.path))

  async function respond(
    endpoint: Endpoint,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      if ((await endpoint.respond(request, response)) === 'not-found') plain(response, 404, 'Not found')
    } catch (error) {
      log.error({ path: endpoint.path, error: describeError(error) }, 'A request could not be answered')
      if (response.headersSent) response.destroy()
      else plain(response, 500, 'Something went wrong')
    }
  }

  async function listen(): Promise<Server> {
    const server = createServer(limits, answer)
    server.maxConnections = mostConnections
    server.setTimeout(longestSilence)
    server.listen(port, host)
    try {
      await once(server, 'listening')
    } catch (error) {
      throw new PaperboyError(
        `Nothing can be received on ${host}, port ${port}: ${describeError(error)}`,
        advice,
        { cause: error },
      )
    }
    server.on('error', (error) => log.error({ error: describeError(error) }, 'The HTTP server failed'))
    return server
  }

  async function end(path: string): Promise<void> {
    if (!endpoints.delete(path) || endpoints.size > 0) return
    const server = await listening?.catch(() => undefined)
    listening = undefined
    if (!server) return
    const closed = once(server.close(), 'close')
    server.closeIdleConnections()
    const late = setTimeout(() => server.closeAllConnections(), patience)
    await closed
    clearTimeout(late)
  }

  return {
    async serve(endpoint) {
      if (endpoints.has(endpoint.path)) throw new Error(`${endpoint.path} is taken.`)
      endpoints.set(endpoint.path, endpoint)
      listening ??= listen()
      try {
        await listening
      } catch (error) {
        await end(endpoint.path)
        throw error
      }
      return () => end(endpoint.path)
    },
    routes: () =>
      [...endpoints.values()].map(
        ({ path, below, methods }) =>
          `${methods.join(', ')} http://${host}:${port}${path}${below ? '…' : ''}`,
      ),
  }
}

/** What is no endpoint's business, in one line and with nothing that tells what runs here. */
function plain(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${words}\n`)
}
