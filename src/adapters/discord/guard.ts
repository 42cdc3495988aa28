import type { RESTOptions } from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../lib/clock.ts'
import { PaperboyError } from '../../lib/errors.ts'
import { waitAsked } from '../../lib/http-waits.ts'
import type { Log } from '../../lib/log.ts'
import { emitTelemetry } from '../../lib/telemetry.ts'
import { limits } from './limits.ts'
import { send } from './send.ts'

type MakeRequest = RESTOptions['makeRequest']
type Answer = Awaited<ReturnType<MakeRequest>>

/** Answers that count as invalid, unless it is a limit that is shared with others ("Rate limits", Invalid Requests). */
const invalid = new Set([401, 403, 429])
/** Waits, in milliseconds, where a 429 does not say for how long: doubled every time, and how often there is another. */
const untold = { first: 1_000, most: 6 }

/**
 * Makes requests and counts the invalid ones, in all and by what was asked of which channel or person: what is refused
 * there again and again is not asked there any more for ten minutes. Far below the number at which Discord bans an
 * address, only first responses to interactions are made, and well below it nothing, until enough of those counted are
 * ten minutes old, however many parts of the program would like to. A 429
 * that does not say how long to wait, as the gatekeeper in front of Discord sends it, is given a time that grows:
 * discord.js would ask again at once, and without end.
 */
export function createGuard({ clock, log }: { clock: Clock; log: Log }): MakeRequest {
  let counted: { at: number; place: string }[] = []
  /** How often in a row an address turned requests away without a time, and until when it is left alone. */
  const turnedAway = new LRUCache<string, { times: number; until: number }>({ max: 1_000 })

  /** The same answer, with a time to wait that discord.js understands. */
  async function timed(url: string, answer: Answer): Promise<Answer> {
    if (Number(answer.headers.get('retry-after')) > 0) return answer
    const asked = waitAsked(answer.headers) ?? 0
    if (asked > 0) return withRetryAfter(answer, asked)
    const now = performance.now()
    const before = turnedAway.get(url) ?? { times: 0, until: 0 }
    // Requests that were under way together were turned away once.
    const isNew = now >= before.until
    const times = isNew ? before.times + 1 : before.times
    const until = isNew ? now + untold.first * 2 ** before.times : before.until
    turnedAway.set(url, { times, until })
    if (times > untold.most)
      throw new PaperboyError(
        'Discord turns requests away and does not say for how long.',
        'Try again later.',
      )
    return withRetryAfter(answer, until - now)
  }

  return async (url, options) => {
    const now = clock.now().getTime()
    counted = counted.filter(({ at }) => now - at < limits.invalidWindowMilliseconds)
    const place = placeOf(url, options.method)
    const most = isFirstResponse(url) ? limits.invalidRequestsAtMost : limits.invalidRequests
    const inPlace = counted.filter((one) => one.place === place).length
    if (counted.length >= most) {
      throw new PaperboyError(
        'Discord refused too many requests, so none are made for some minutes.',
        'Look in the log for what it refused: usually a permission or the token.',
      )
    }
    if (inPlace >= limits.invalidRequestsInPlace) {
      throw new PaperboyError(
        'Discord refused this too often here, so I do not ask it for some minutes.',
        'Look at what I may do in this channel.',
      )
    }
    const answer = await send(url, options)
    if (answer.status === 429 || answer.status >= 500) emitTelemetry({ kind: 'retried', service: 'discord' })
    if (invalid.has(answer.status) && answer.headers.get('x-ratelimit-scope') !== 'shared') {
      counted.push({ at: now, place })
      log.debug({ status: answer.status, counted: counted.length }, 'Discord refused a request')
    }
    if (answer.status === 429) return timed(url, answer)
    turnedAway.delete(url)
    return answer
  }
}

/** What is asked of which channel, server, person's conversation or webhook: its path, all ids but the first left out. */
function placeOf(url: string, method = 'GET'): string {
  let ids = 0
  const path = new URL(url).pathname.replaceAll(/\/\d{15,}/g, (id) => (ids++ === 0 ? id : '/*'))
  // A token names one interaction: another click has another one.
  return `${method} ${path.replace(/\/(interactions|webhooks)\/.*$/, '/$1')}`
}

const isFirstResponse = (url: string): boolean => /\/interactions\/\d+\/[^/]+\/callback/.test(url)

/** discord.js reads seconds, and adds a little of its own. */
async function withRetryAfter(answer: Answer, milliseconds: number): Promise<Answer> {
  const headers = new Headers([...answer.headers])
  headers.set('retry-after', String(milliseconds / 1_000))
  return new Response(await answer.text(), { status: answer.status, headers })
}
