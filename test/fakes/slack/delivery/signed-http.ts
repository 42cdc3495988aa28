import { createHmac } from 'node:crypto'
import type { Carrier, Envelope, Retry } from './acks.ts'

/** How a request is signed; tests forge, age or leave out what the app has to check. */
export type Signing = { secret: string; secondsOld?: number; signature?: string }

/** An envelope -> the body of its request: events are JSON, commands and clicks are forms. */
export function requestBody({ kind, body }: Envelope): { type: string; text: string } {
  if (kind === 'events_api') return { type: 'application/json', text: JSON.stringify(body) }
  const fields = kind === 'interactive' ? { payload: JSON.stringify(body) } : body
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value))
  return { type: 'application/x-www-form-urlencoded', text: form.toString() }
}

/** Headers that prove a request to come from Slack: `v0=` HMAC-SHA256 of `v0:{timestamp}:{body}`. */
export function signedHeaders(
  text: string,
  { secret, secondsOld = 0, signature }: Signing,
): Record<string, string> {
  const timestamp = Math.floor(Date.now() / 1000) - secondsOld
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${text}`).digest('hex')
  return {
    'x-slack-request-timestamp': `${timestamp}`,
    'x-slack-signature': signature ?? `v0=${hash}`,
  }
}

/** Posts anything to the app as Slack would. */
export function post(
  url: string,
  { type, text }: { type: string; text: string },
  signing: Signing,
  retry?: Retry,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': type,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...signedHeaders(text, signing),
      ...(retry && { 'x-slack-retry-num': `${retry.attempt}`, 'x-slack-retry-reason': retry.reason }),
    },
    body: text,
    signal: AbortSignal.timeout(3000),
  })
}

/** HTTP mode: each envelope is a signed request, acknowledged by a 2xx within 3 s. */
export function createHttpCarrier(url: string, signing: Signing): Carrier {
  return {
    async carry(envelope, retry) {
      try {
        const response = await post(url, requestBody(envelope), signing, retry)
        const text = await response.text()
        if (!response.ok) return { failed: 'http_error' }
        return { response: text.startsWith('{') ? JSON.parse(text) : text }
      } catch (error) {
        return {
          failed: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'connection_failed',
        }
      }
    },
  }
}
