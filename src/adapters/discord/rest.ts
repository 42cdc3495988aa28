import { REST, type RESTOptions } from 'discord.js'
import type { AdapterParts } from '../../platform/adapter.ts'
import { limits } from './limits.ts'
import { limitRate, shareRate } from './rate.ts'

/** The ways to call Discord. */
export type Rest = {
  /** As the bot: channels, direct messages, commands. */
  bot: REST
  /** With an interaction's token; outside the bot's limit of 50 requests a second, as Discord documents. */
  interactions: REST
  /** The same without retries: for what would be there twice when only the answer was lost. */
  once: REST
}

/** How long an answer is waited for, in milliseconds. */
const timeout = 10_000

/** Options for everything that calls Discord; `apiUrl` is the address up to `/api`. */
export function restOptions(apiUrl: string | undefined, makeRequest: RESTOptions['makeRequest']) {
  return {
    timeout,
    makeRequest,
    ...(apiUrl !== undefined && { api: apiUrl.replace(/\/+$/, '') }),
  }
}

export function createRest(
  token: string,
  options: ReturnType<typeof restOptions>,
  { reserve, log }: Pick<AdapterParts, 'reserve' | 'log'>,
): Rest {
  // The time of a request begins once it is its turn.
  const timed: typeof options.makeRequest = (url, init) =>
    options.makeRequest(url, { ...init, signal: AbortSignal.timeout(timeout) })
  // Where the database cannot be asked, each process keeps to the limit for itself.
  const limited = limitRate(timed, limits.requestsPerSecond)
  const unlimited = { ...options, globalRequestsPerSecond: Number.MAX_SAFE_INTEGER }
  return {
    bot: new REST({
      ...unlimited,
      makeRequest: shareRate(
        limited,
        (count) => reserve('discord requests', count, limits.sharedRequests),
        log,
      ),
      // Of publishing Discord takes about ten an hour: nobody waits for that, least of all what comes behind it.
      rejectOnRateLimit: ({ route }) => route.endsWith('/crosspost'),
    }).setToken(token),
    interactions: new REST(unlimited).setToken(token),
    once: new REST({ ...unlimited, retries: 0 }).setToken(token),
  }
}
