import type { IncomingMessage, ServerResponse } from 'node:http'
import { HTTPModuleFunctions, HTTPReceiver, type Logger } from '@slack/bolt'

/**
 * A receiver for Slack's requests by HTTP. Bolt reads fields of every body that it can parse, also of `null`, which is
 * well signed as soon as somebody has the secret: whatever is no object is turned away before.
 */
export function createHttpReceiver(options: {
  signingSecret: string
  port: number
  logger: Logger
}): HTTPReceiver {
  const receiver = new HTTPReceiver(options)
  const listener = receiver.requestListener
  receiver.requestListener = (request: IncomingMessage, response: ServerResponse) => {
    if (request.method !== 'POST') return listener(request, response)
    HTTPModuleFunctions.bufferIncomingMessage(request, HTTPModuleFunctions.defaultBodyLimit)
      .then((buffered) => {
        if (isNoObject(buffered)) HTTPModuleFunctions.buildNoBodyResponse(response, 400)
        else listener(request, response)
      })
      .catch((error: unknown) => {
        const status = HTTPModuleFunctions.isRawBodyError(error) ? error.statusCode : 404
        HTTPModuleFunctions.buildNoBodyResponse(response, status)
      })
    return undefined
  }
  return receiver
}

/** What cannot be parsed is left to Bolt, which asks for the signature first. */
function isNoObject(request: Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]): boolean {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request)
    return typeof body !== 'object' || body === null
  } catch {
    return false
  }
}
