import type { Config } from '../config.ts'
import type { Log } from '../lib/log.ts'
import type { Serve } from '../platform/endpoint.ts'
import { createHttpServer } from './http-server.ts'

/** Where something can be reached by HTTP: by anyone who reaches PORT, and by those who watch over the process. */
export type Http = {
  open: Serve
  /** Undefined where METRICS_PORT is not set. */
  watching: Serve | undefined
  /** Everything that is answered at this moment. */
  routes(): readonly string[]
}

/** The HTTP servers of the settings: one, where both ports are the same. Nothing listens until something is served. */
export function openHttp(
  config: Pick<Config, 'PORT' | 'HTTP_HOST' | 'METRICS_PORT' | 'METRICS_HOST'>,
  log: Log,
): Http {
  const { PORT: port, HTTP_HOST: host, METRICS_PORT: metricsPort, METRICS_HOST: metricsHost } = config
  const open = createHttpServer({
    host,
    port,
    log,
    advice: 'Set PORT to a free one, and HTTP_HOST to an address of this machine.',
  })
  const own =
    metricsPort === undefined || metricsPort === port
      ? undefined
      : createHttpServer({
          host: metricsHost,
          port: metricsPort,
          log,
          advice: 'Set METRICS_PORT to a free one, and METRICS_HOST to an address of this machine.',
        })
  return {
    open: open.serve,
    watching: metricsPort === undefined ? undefined : (own ?? open).serve,
    routes: () => [...open.routes(), ...(own?.routes() ?? [])],
  }
}
