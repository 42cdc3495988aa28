import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'

/** A request as the web's own type, which ends with its connection. */
export function webRequest(request: IncomingMessage, response: ServerResponse): Request {
  const { method = 'GET', url = '/' } = request
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const headers = Object.entries(request.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  )
  const hasBody = method !== 'GET' && method !== 'HEAD'
  // The name of the host decides nothing, and what a client says of it need not be an address.
  return new Request(new URL(url.split('?', 1)[0] ?? '/', 'http://localhost'), {
    method,
    headers,
    signal: gone.signal,
    ...(hasBody && { body: Readable.toWeb(request) as ReadableStream<Uint8Array>, duplex: 'half' as const }),
  })
}

/** Sends what the web's own type says, piece by piece where it comes so; a client that has gone misses the rest. */
export async function sendResponse(answer: Response, response: ServerResponse): Promise<void> {
  // Proxies that keep pieces back would keep back what is told of the progress.
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'x-accel-buffering': 'no' })
  if (!answer.body) {
    response.end()
    return
  }
  try {
    await pipeline(Readable.fromWeb(answer.body as ReadableStream<Uint8Array>), response)
  } catch (error) {
    if (!response.destroyed) throw error
  }
}
