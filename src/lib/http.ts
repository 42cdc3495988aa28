import { Agent, EnvHttpProxyAgent, fetch, type Response } from 'undici'
import { dispatchWhile } from './dispatch-while.ts'
import { PaperboyError } from './errors.ts'
import { waitAsked } from './http-waits.ts'
import type { Json } from './json.ts'
import { retry } from './retry.ts'
import { emitTelemetry } from './telemetry.ts'

/** By what a server knows whether we have its answer already. */
export type Validators = { etag?: string; modified?: string }

export type HttpAnswer =
  | {
      kind: 'fresh'
      status: number
      body: string
      validators: Validators
      link: string
      /** What else the server said, by its name. */
      header(name: string): string | null
    }
  | { kind: 'unchanged' }

/** A request that failed for good, or that should be tried again only after a while. */
export class HttpError extends PaperboyError {
  /** Of the last answer; undefined when none came. */
  readonly status: number | undefined

  constructor(message: string, advice: string, options: { status?: number; cause?: unknown } = {}) {
    super(message, advice, options)
    this.name = 'HttpError'
    this.status = options.status
  }
}

export type HttpRequest = {
  signal: AbortSignal
  headers?: Record<string, string>
  validators?: Validators
  /** What is sent, as JSON, to servers that are asked by POST. */
  json?: Json
  /** Statuses besides 2xx whose answers are wanted. */
  wanted?: readonly number[]
  /** Waits for this request's turn, before each attempt. */
  turn?: (signal: AbortSignal) => Promise<HttpSlot>
}

/** A time in which a server may be asked. */
export type HttpSlot = {
  /** Whether it still lasts. */
  isMine(): boolean
  /** To be called when the attempt is over. */
  end(): Promise<void>
}

export type Http = {
  /**
   * Asks by GET, or by POST where there is something to send.
   *
   * @throws HttpError, or the signal's reason when it comes
   */
  ask(url: URL, request: HttpRequest): Promise<HttpAnswer>
  close(): Promise<void>
}

/** For tests; the defaults suit servers far away. */
export type HttpOptions = {
  userAgent: string
  timeoutMs?: number
  maximumBytes?: number
  attempts?: number
  /** The first wait between attempts, in milliseconds; further ones grow. */
  firstWaitMs?: number
  /** A server that asks for a longer wait, in milliseconds, is left alone for now. */
  longestWaitMs?: number
  /** Whether HTTP_PROXY, HTTPS_PROXY and NO_PROXY are heeded; Node's own client does with NODE_USE_ENV_PROXY. */
  proxied?: boolean
}

/** As many as Node's own client follows of one request, less a few: nobody needs more within one host. */
const mostRedirects = 5

/**
 * Asks servers for text: one connection to each, a time limit for every attempt, a limit on what is read, and a few
 * attempts with growing waits, or the waits that the server asks for (`Retry-After`, `RateLimit`).
 */
export function createHttp({
  userAgent,
  timeoutMs = 60_000,
  maximumBytes = 50_000_000,
  attempts = 4,
  firstWaitMs = 2_000,
  longestWaitMs = 300_000,
  proxied = false,
}: HttpOptions): Http {
  const dispatcher = proxied ? new EnvHttpProxyAgent({ connections: 1 }) : new Agent({ connections: 1 })

  async function attempt(url: URL, request: HttpRequest): Promise<HttpAnswer | Failure> {
    const { validators = {}, wanted = [], turn, signal, json } = request
    const own = await turn?.(signal)
    const timeout = AbortSignal.timeout(timeoutMs)
    try {
      const send = (address: URL) =>
        fetch(address, {
          dispatcher: own ? dispatchWhile(dispatcher, own.isMine) : dispatcher,
          redirect: 'manual',
          ...(json !== undefined && { method: 'POST', body: JSON.stringify(json) }),
          signal: AbortSignal.any([signal, timeout]),
          headers: {
            'user-agent': userAgent,
            ...(json !== undefined && { 'content-type': 'application/json' }),
            ...request.headers,
            ...(validators.etag && { 'if-none-match': validators.etag }),
            ...(validators.modified && { 'if-modified-since': validators.modified }),
          },
        })
      let response = await send(url)
      for (let hops = 0; redirects.has(response.status); hops += 1) {
        const next = redirectOf(url, response.headers.get('location'))
        await response.body?.cancel()
        if (!next || hops === mostRedirects)
          return { kind: 'failure', status: response.status, again: false, what: 'led somewhere else' }
        response = await send(next)
      }
      const { status, headers } = response
      if (status === 304) return { kind: 'unchanged' }
      if (!response.ok && !wanted.includes(status)) {
        await response.body?.cancel()
        return { kind: 'failure', status, again: status === 429 || status >= 500, wait: waitAsked(headers) }
      }
      const body = await readBody(response, maximumBytes)
      if (body === undefined) return { kind: 'failure', status, again: false, what: 'sent far too much' }
      const etag = headers.get('etag')
      const modified = headers.get('last-modified')
      const fresh = { ...(etag && { etag }), ...(modified && { modified }) }
      const link = headers.get('link') ?? ''
      return { kind: 'fresh', status, body, validators: fresh, link, header: (name) => headers.get(name) }
    } catch (cause) {
      signal.throwIfAborted()
      const what = timeout.aborted ? `did not answer within ${timeoutMs / 1000} seconds` : 'cannot be reached'
      return { kind: 'failure', again: true, what, cause }
    } finally {
      await own?.end()
    }
  }

  return {
    ask(url, request) {
      let failure: Failure | undefined
      const waitAsked = () => {
        const { again = false, wait = 0 } = failure ?? {}
        return again && wait <= longestWaitMs ? wait : undefined
      }
      return retry(
        async () => {
          const answer = await attempt(url, request)
          if (answer.kind !== 'failure') return answer
          failure = answer
          throw failed(url, answer)
        },
        { first: firstWaitMs, longest: longestWaitMs, attempts },
        {
          waitAsked,
          onRetry: () => emitTelemetry({ kind: 'retried', service: url.host }),
          signal: request.signal,
        },
      )
    },
    close: () => dispatcher.destroy(),
  }
}

const redirects = new Set([301, 302, 303, 307, 308])

/**
 * Where a server may send us on to: an address of its own, never a less secure one. An answer of another host, such as one
 * of this machine or its network, is none of the server's.
 */
function redirectOf(from: URL, location: string | null): URL | undefined {
  if (location === null || !URL.canParse(location, from.href)) return undefined
  const to = new URL(location, from)
  if (to.hostname !== from.hostname) return undefined
  if (to.protocol === from.protocol) return to.port === from.port ? to : undefined
  return to.protocol === 'https:' && to.port === '' ? to : undefined
}

type Failure = {
  kind: 'failure'
  /** Whether it may be better later. */
  again: boolean
  status?: number
  what?: string
  wait?: number | undefined
  cause?: unknown
}

/** The text of an answer; undefined when it is larger than allowed. Invalid bytes become replacement characters. */
async function readBody(response: Response, maximumBytes: number): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > maximumBytes) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function failed({ host }: URL, { status, what, cause }: Failure): HttpError {
  const options = { ...(status !== undefined && { status }), cause }
  if (what !== undefined)
    return new HttpError(
      `${host} ${what}.`,
      'Check the network and the address, or try again later.',
      options,
    )
  if (status === 429)
    return new HttpError(`${host} asks us to come back later (429).`, 'Wait some minutes.', options)
  if (status === 401 || status === 403)
    return new HttpError(
      `${host} refused the request (${status}).`,
      'Check the token, if one is set.',
      options,
    )
  return new HttpError(`${host} answered with status ${status}.`, 'Try again later.', options)
}
