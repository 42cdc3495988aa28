import type { RESTOptions } from 'discord.js'
import type { Clock } from '../../lib/clock.ts'
import { PaperboyError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import { tell } from '../../lib/telemetry.ts'
import { limits } from './limits.ts'
import { send } from './send.ts'

type MakeRequest = RESTOptions['makeRequest']

/** Answers that count as invalid, unless it is a limit that is shared with others ("Rate limits", Invalid Requests). */
const invalid = new Set([401, 403, 429])

/**
 * Makes requests and counts the invalid ones. Far below the number at which Discord bans an address, no more requests
 * are made until enough of those counted are ten minutes old, however many parts of the program would like to.
 */
export function createGuard({ clock, log }: { clock: Clock; log: Log }): MakeRequest {
  let counted: number[] = []
  /** How many answers in a row asked for a pause without saying for how long. */
  let unsaid = 0
  return async (url, options) => {
    const now = clock.now().getTime()
    counted = counted.filter((at) => now - at < limits.invalidWindowMilliseconds)
    if (counted.length >= limits.invalidRequests) {
      throw new PaperboyError(
        'Discord refused too many requests, so none are made for some minutes.',
        'Look in the log for what it refused: usually a permission or the token.',
      )
    }
    const response = await send(url, options)
    if (response.status === 429 || response.status >= 500) tell({ kind: 'retried', service: 'discord' })
    if (invalid.has(response.status) && response.headers.get('x-ratelimit-scope') !== 'shared') {
      counted.push(now)
      log.debug({ status: response.status, counted: counted.length }, 'Discord refused a request')
    }
    if (response.status !== 429) unsaid = 0
    else if (!response.headers.has('retry-after')) return waiting(response, unsaid++)
    return response
  }
}

/** Waits, in seconds, where a refusal does not say how long: the first one, doubled each time up to the longest. */
const pauses = { first: 5, longest: 120 }

/**
 * A refusal by what stands before Discord, such as a page of its gatekeeper that names no wait, with one that discord.js
 * keeps: without, it asks again at once, hundreds of times.
 */
function waiting(response: Awaited<ReturnType<MakeRequest>>, before: number): Response {
  const headers = new Headers(Object.fromEntries(response.headers))
  headers.set('retry-after', String(Math.min(pauses.longest, pauses.first * 2 ** before)))
  if (response.body instanceof ReadableStream) response.body.cancel().catch(() => undefined)
  return new Response(null, { status: response.status, headers })
}
