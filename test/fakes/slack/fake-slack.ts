import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { listen } from '../../loopback.ts'
import { createMoments } from '../moments.ts'
import type { Carrier } from './delivery/acks.ts'
import { createCourier } from './delivery/courier.ts'
import { changeEvent, messageEvent } from './delivery/envelopes.ts'
import { createHttpCarrier } from './delivery/signed-http.ts'
import { createSocketMode } from './delivery/socket-mode.ts'
import { createInteractions } from './people/interactions.ts'
import { createPeople } from './people/people.ts'
import { createSurfaces } from './people/surfaces.ts'
import { createMessageLog } from './state/message-log.ts'
import { createTriggers } from './state/triggers.ts'
import { createViewLog } from './state/view-log.ts'
import { createWorkspace } from './state/workspace.ts'
import { createFaults } from './web-api/faults.ts'
import { allMethods } from './web-api/methods/all.ts'
import type { Files } from './web-api/methods/files.ts'
import type { Platform } from './web-api/methods/method.ts'
import { createRates } from './web-api/rates.ts'
import { createResponseUrls } from './web-api/response-urls.ts'
import { type Call, createWebApi } from './web-api/web-api.ts'

export type FakeSlack = Awaited<ReturnType<typeof startFakeSlack>>

export type FakeSlackOptions = {
  /** Milliseconds between the pings of a connection. */
  pingEvery?: number
  /** What the app may do; by default all it could ever want. */
  scopes?: readonly string[]
  /** Holds calls to the documented rates. */
  limited?: boolean
  /** Most messages of one request for what was said: 15 for apps that are sold outside of the Marketplace. */
  historyLimit?: number
}

/**
 * Slack on loopback: the Web API, Socket Mode and signed HTTP, one workspace with people in it, and a record of
 * everything. Payloads are held to the documented limits and refused in Slack's words.
 */
export async function startFakeSlack({
  pingEvery,
  scopes,
  limited = false,
  historyLimit = 1_000,
}: FakeSlackOptions = {}) {
  const workspace = createWorkspace(scopes)
  const messages = createMessageLog()
  const views = createViewLog()
  const triggers = createTriggers()
  const socketMode = createSocketMode(workspace.bot.app, { ...(pingEvery && { pingEvery }) })
  const faults = createFaults()
  const moments = createMoments()
  const calls: Call[] = []
  const files: Files = new Map()
  let origin = ''
  const platform: Platform = {
    workspace,
    messages,
    views,
    triggers,
    origin: () => origin,
    socketAddress: () => origin.replace('http', 'ws') + socketMode.ticket(),
    threads: new Map(),
    historyLimit: () => historyLimit,
    badManners: [],
  }
  const answer = createWebApi(allMethods(platform, files), platform, {
    faults,
    rates: createRates(limited),
    calls,
    moments,
  })
  const responses = createResponseUrls(platform, { faults, calls })
  let carrier: Carrier = socketMode
  const courier = createCourier(() => carrier)

  // The app is told of its own messages too, where it may read messages.
  messages.onChange((change, message) => {
    if (!message.fromBot || message.onlyFor !== undefined) return
    const channel = workspace.channel(message.channel)
    if (!workspace.mayHear(channel)) return
    const envelope =
      change === 'posted'
        ? messageEvent(workspace, message, channel)
        : changeEvent(
            workspace,
            change === 'changed' ? 'message_changed' : 'message_deleted',
            message,
            channel,
          )
    void courier.deliver(envelope)
  })

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, folder, name = ''] = new URL(request.url ?? '/', 'http://localhost').pathname.split('/')
    if (request.method === 'POST' && folder === 'api') return answer(name, request, response)
    if (request.method === 'POST' && folder === 'respond') return responses.answer(name, request, response)
    const file = folder === 'upload' ? files.get(name) : undefined
    if (file) {
      file.bytes = await uploadedBytes(request)
      response.end('OK')
      return
    }
    response.writeHead(404).end()
  }
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      failures.push(error)
      response.writeHead(500).end()
    })
  })
  const failures: unknown[] = []
  server.on('upgrade', (request, stream, head) => socketMode.upgrade(request, stream, head))
  origin = `http://127.0.0.1:${await listen(server)}`

  return {
    /** The base address of the Web API, as `SLACK_API_URL`. */
    url: `${origin}/api/`,
    /** What a process is set to that answers here by Socket Mode. */
    settings: {
      SLACK_API_URL: `${origin}/api/`,
      SLACK_BOT_TOKEN: workspace.botToken,
      SLACK_APP_TOKEN: workspace.appToken,
    },
    workspace,
    messages,
    views,
    triggers,
    faults,
    moments,
    socketMode,
    responses,
    files,
    acks: courier.acks,
    /** Brings any envelope to the app, for those that people do not cause. */
    deliver: courier.deliver,
    delivered: courier.delivered,
    people: createPeople(platform, courier),
    interactions: createInteractions(platform, courier, responses),
    surfaces: createSurfaces(platform, courier),
    threads: platform.threads,
    badManners: platform.badManners,
    calls,
    callsOf: (method: string) => calls.filter((call) => call.method === method),
    /** Calls that broke a rule of Slack's; those refused by a scripted fault are not among them. */
    refusals: () => calls.filter(({ refused, fault }) => refused !== undefined && fault === undefined),
    /** Delivers by signed HTTP to this address from now on. */
    deliverTo(url: string): void {
      carrier = createHttpCarrier(url, { secret: workspace.signingSecret })
    },
    /** Throws when a request came that the fake has no answer for. */
    async close(): Promise<void> {
      courier.stop()
      socketMode.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      if (failures.length > 0) throw new AggregateError(failures, 'The fake Slack failed.')
    },
  }
}

/** The bytes of an upload, sent by themselves or as a part of a form. */
async function uploadedBytes(request: IncomingMessage): Promise<Uint8Array> {
  const bytes = await buffer(request)
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return bytes
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData()
  const [part] = [...form.values()].filter((value) => typeof value !== 'string')
  return new Uint8Array((await part?.arrayBuffer()) ?? [])
}
