import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import manifest from '../../package.json' with { type: 'json' }
import type { Config } from '../config.ts'
import { describeError, PaperboyError } from '../lib/errors.ts'
import { checkHealth, type HealthParts } from './health.ts'
import { createMetrics } from './metrics.ts'

/**
 * Counts what goes on and serves it as `/metrics`, beside `/health` (200, or 503 with the reasons), where `METRICS_PORT`
 * asks for it. The port is not that of Slack's events, which everybody on the internet can reach.
 *
 * @returns what ends it
 * @throws PaperboyError when it cannot listen there
 */
export async function openMetrics(
  { METRICS_PORT: port, METRICS_HOST: host }: Pick<Config, 'METRICS_PORT' | 'METRICS_HOST'>,
  parts: HealthParts,
): Promise<() => void> {
  if (port === undefined) return () => undefined
  const metrics = createMetrics(manifest.version)
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy())
  })

  async function respond({ method = '', url }: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = ['GET', 'HEAD'].includes(method) ? url?.split('?')[0] : undefined
    if (path === '/health') return sendHealth(response)
    if (path === '/metrics') return sendMetrics(response)
    response.writeHead(404).end()
  }

  async function sendHealth(response: ServerResponse): Promise<void> {
    const found = await checkHealth(parts)
    response.writeHead(found.healthy ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    })
    response.end(`${JSON.stringify(found)}\n`)
  }

  async function sendMetrics(response: ServerResponse): Promise<void> {
    const { contentType, text } = await metrics.read()
    response.writeHead(200, { 'content-type': contentType })
    response.end(text)
  }

  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new PaperboyError(
      `Metrics cannot be served on ${host}, port ${port}: ${describeError(error)}`,
      'Set METRICS_PORT to a free one, and METRICS_HOST to an address of this machine.',
      { cause: error },
    )
  }
  return () => {
    metrics.close()
    server.close()
    server.closeAllConnections()
  }
}
