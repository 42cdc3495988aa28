import type { IncomingMessage, ServerResponse } from 'node:http'
import { HTTPModuleFunctions, HTTPReceiver, type Logger, type Receiver } from '@slack/bolt'
import type { Serve } from '../../../platform/endpoint.ts'

const path = '/slack/events'

/**
 * A receiver for Slack's requests by HTTP, on the server that everything shares. Bolt reads fields of every body that it
 * can parse, also of `null`, which is well signed as soon as somebody has the secret: whatever is no object is turned away
 * before.
 */
export function createHttpReceiver({
  signingSecret,
  serve,
  logger,
}: {
  signingSecret: string
  serve: Serve
  logger: Logger
}): Receiver {
  const receiver = new HTTPReceiver({ signingSecret, endpoints: [path], logger })
  let end = (): Promise<void> => Promise.resolve()

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const buffered = await HTTPModuleFunctions.bufferIncomingMessage(
        request,
        HTTPModuleFunctions.defaultBodyLimit,
      )
      if (isNoObject(buffered)) HTTPModuleFunctions.buildNoBodyResponse(response, 400)
      else receiver.requestListener(request, response)
    } catch (error) {
      if (!HTTPModuleFunctions.isRawBodyError(error)) throw error
      HTTPModuleFunctions.buildNoBodyResponse(response, error.statusCode)
    }
  }

  return {
    init: (app) => receiver.init(app),
    async start() {
      end = await serve({ path, methods: ['POST'], respond })
    },
    stop: () => end(),
  }
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
