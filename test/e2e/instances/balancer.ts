import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { listen } from '../../loopback.ts'

/**
 * A load balancer as simple as they come: requests go to these ports of this machine in turns, to the next one where
 * nobody listens; where the line is cut, or nobody listens anywhere, the answer is 502, as the usual ones say it.
 */
export async function startBalancer(ports: readonly number[]) {
  let turn = 0

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(incoming)
    forward(incoming, body, response, turn++, ports.length)
  }

  function forward(
    incoming: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
    first: number,
    left: number,
  ): void {
    const { method, url: path, headers } = incoming
    const port = ports[first % ports.length]
    const onward = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      pipeline(answer, response, () => undefined)
    })
    onward.on('error', (error) => {
      const refused = 'code' in error && error.code === 'ECONNREFUSED'
      if (refused && left > 1) return forward(incoming, body, response, first + 1, left - 1)
      if (!response.headersSent) response.writeHead(502)
      response.end()
    })
    onward.end(body)
  }

  const server = createServer((incoming, response) => void pass(incoming, response))
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
