import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { listen } from '../../loopback.ts'
import { createMoments } from '../moments.ts'

export type Call = {
  at: number
  url: URL
  headers: IncomingMessage['headers']
  /** What was posted; empty for others. */
  body: string
  status: number
}

export type Answer = { status?: number; headers?: Record<string, string>; body?: string }

/** What may go wrong on the way; each is used for one request, in order. */
export type Fault = Answer | 'cut' | 'silence'

/** A server on loopback that answers from `answerTo`, records calls, and fails for what it was not made for. */
export async function startServer(answerTo: (call: Omit<Call, 'status'>) => Answer | undefined) {
  const calls: Call[] = []
  const faults: Fault[] = []
  const unplanned: string[] = []
  const moments = createMoments()
  let asked = 0
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const isAt = moments.begin(`${request.method} ${url.pathname}`)
    await isAt('arrived')
    const call = { at: Date.now(), url, headers: request.headers, body: await text(request) }
    const fault = faults.shift()
    asked++
    if (fault === 'silence') return
    if (fault === 'cut') return cut(response)
    const answer = fault ?? answerTo(call)
    if (!answer) unplanned.push(`${request.method} ${request.url}`)
    const { status = 200, headers = {}, body = '' } = answer ?? { status: 501 }
    calls.push({ ...call, status })
    response.writeHead(status, headers)
    response.end(body, () => void isAt('answered'))
  })
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    /** By the path of requests: `GET /rss/cs.CL`. */
    moments,
    /** How many requests came, those that were met by a fault too. */
    asked: () => asked,
    /** The next requests meet these. */
    meet: (...next: readonly Fault[]) => faults.push(...next),
    /** @throws when anything was asked that nobody planned for */
    async close(): Promise<void> {
      server.closeAllConnections()
      server.close()
      if (unplanned.length > 0) throw new Error(`Unplanned: ${unplanned.join(', ')}`)
    },
  }
}

function cut(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('[{"paper":', () => response.destroy())
}
