import type { ServerResponse } from 'node:http'
import manifest from '../../package.json' with { type: 'json' }
import type { Serve } from '../platform/endpoint.ts'
import { checkHealth, type HealthParts } from './health.ts'
import { createMetrics } from './metrics.ts'

/**
 * Counts what goes on and serves it as `/metrics`, beside `/health` (200, or 503 with the reasons).
 *
 * @returns what ends it
 * @throws PaperboyError when nothing can listen there
 */
export async function serveMetrics(serve: Serve, parts: HealthParts): Promise<() => Promise<void>> {
  const metrics = createMetrics(manifest.version)
  const methods = ['GET', 'HEAD']

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

  try {
    const ends = [
      await serve({ path: '/health', methods, respond: (_, response) => sendHealth(response) }),
      await serve({ path: '/metrics', methods, respond: (_, response) => sendMetrics(response) }),
    ]
    return async () => {
      metrics.close()
      for (const end of ends) await end()
    }
  } catch (error) {
    metrics.close()
    throw error
  }
}
