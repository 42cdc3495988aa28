import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Fault } from './faults.ts'

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}

/** Faults that keep a call from having an effect; -> whether the answer was given. */
export async function failBefore(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case 'status':
      response.writeHead(fault.status).end('Server error')
      return true
    case 'rate-limited':
      sendJson(
        response,
        429,
        { ok: false, error: 'ratelimited' },
        { 'retry-after': `${fault.retryAfterSeconds}` },
      )
      return true
    case 'turned-away':
      response.writeHead(429, {
        'content-type': 'text/html',
        ...(fault.retryAfter !== undefined && { 'retry-after': fault.retryAfter }),
      })
      response.end('<html>Too many requests</html>')
      return true
    case 'cut':
      response.destroy()
      return true
    case 'timeout':
      await wait(fault.milliseconds, undefined, { ref: false })
      response.destroy()
      return true
    case 'refused':
    case 'lost':
    case 'slow':
      return false
  }
}

/** Faults that come after the effect; -> whether the answer was given. */
export async function failAfter(fault: Fault, response: ServerResponse): Promise<boolean> {
  if (fault.kind === 'slow') await wait(fault.milliseconds, undefined, { ref: false })
  if (fault.kind !== 'lost') return false
  if (fault.answer === 'status-500') response.writeHead(500).end('Server error')
  else {
    if (fault.answer !== 'cut') await wait(fault.answer.silentMilliseconds, undefined, { ref: false })
    response.destroy()
  }
  return true
}
