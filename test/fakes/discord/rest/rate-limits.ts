/** How many requests a bucket takes in how many milliseconds. */
type Rule = { method: string; path: RegExp; bucket: string; limit: number; within: number }

/** Discord tells its limits only in headers; these are near what bots meet. */
const rules: readonly Rule[] = [
  { method: 'POST', path: /^\/channels\/(\d+)\/messages$/, bucket: 'post-message', limit: 5, within: 5000 },
  {
    method: 'PATCH',
    path: /^\/channels\/(\d+)\/messages\/\d+$/,
    bucket: 'edit-message',
    limit: 5,
    within: 5000,
  },
  {
    method: 'DELETE',
    path: /^\/channels\/(\d+)\/messages\/\d+$/,
    bucket: 'delete-message',
    limit: 5,
    within: 1000,
  },
  {
    method: 'POST',
    path: /^\/channels\/(\d+)\/messages\/\d+\/crosspost$/,
    bucket: 'crosspost',
    limit: 10,
    within: 3_600_000,
  },
  { method: 'POST', path: /^\/channels\/(\d+)\/typing$/, bucket: 'typing', limit: 5, within: 5000 },
  {
    method: 'POST',
    path: /^\/channels\/(\d+)(?:\/messages\/\d+)?\/threads$/,
    bucket: 'threads',
    limit: 50,
    within: 300_000,
  },
  {
    method: 'PUT',
    path: /^\/applications\/(\d+)\/(?:guilds\/\d+\/)?commands$/,
    bucket: 'commands',
    limit: 20,
    within: 20_000,
  },
  { method: '', path: /^\/webhooks\/\d+\/([^/]+)/, bucket: 'webhook', limit: 5, within: 2000 },
]

/** Requests a second with a bot token; interactions are not counted. */
const globalLimit = 50

export type RateVerdict = {
  headers: Record<string, string>
  /** Set when the request is one too many. */
  refused?: { retryAfter: number; global: boolean }
}

/** Counts requests in their buckets and says when one is too many. */
export function createRateLimits(): (request: { method: string; path: string; bot: boolean }) => RateVerdict {
  const windows = new Map<string, { startedAt: number; used: number }>()

  function use(key: string, limit: number, within: number) {
    const at = Date.now()
    const current = windows.get(key)
    const window = current && at - current.startedAt < within ? current : { startedAt: at, used: 0 }
    windows.set(key, window)
    window.used++
    const resetAfter = (window.startedAt + within - at) / 1000
    return { remaining: limit - window.used, resetAfter, resetAt: (window.startedAt + within) / 1000 }
  }

  return ({ method, path, bot }) => {
    if (bot) {
      const second = use('global', globalLimit, 1000)
      if (second.remaining < 0)
        return {
          headers: { 'x-ratelimit-global': 'true', 'x-ratelimit-scope': 'global' },
          refused: { retryAfter: second.resetAfter, global: true },
        }
    }
    const rule = rules.find((each) => (each.method === '' || each.method === method) && each.path.test(path))
    if (!rule) return { headers: {} }
    const [, major = ''] = rule.path.exec(path) ?? []
    const { remaining, resetAfter, resetAt } = use(`${rule.bucket}:${major}`, rule.limit, rule.within)
    const headers = {
      'x-ratelimit-limit': String(rule.limit),
      'x-ratelimit-remaining': String(Math.max(0, remaining)),
      'x-ratelimit-reset': resetAt.toFixed(3),
      'x-ratelimit-reset-after': resetAfter.toFixed(3),
      'x-ratelimit-bucket': rule.bucket,
    }
    if (remaining >= 0) return { headers }
    return {
      headers: { ...headers, 'x-ratelimit-scope': 'user' },
      refused: { retryAfter: resetAfter, global: false },
    }
  }
}
