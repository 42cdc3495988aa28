/**
 * How long, in milliseconds, a server asks us to wait: the longer of `Retry-After` (seconds or a date, RFC 9110) and,
 * when nothing is left, `RateLimit: "api";r=0;t=120` (Hugging Face; seconds until the window ends). Undefined when it
 * does not say.
 */
export function waitAsked(
  headers: { get(name: string): string | null },
  now = Date.now(),
): number | undefined {
  const waits = [retryAfter(headers.get('retry-after'), now), windowEnd(headers.get('ratelimit'))]
  const known = waits.filter((wait) => wait !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

function retryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

function windowEnd(value: string | null): number | undefined {
  const [, left] = /;\s*r=(\d+)/.exec(value ?? '') ?? []
  const [, seconds] = /;\s*t=(\d+)/.exec(value ?? '') ?? []
  return left === '0' && seconds !== undefined ? Number(seconds) * 1000 : undefined
}
