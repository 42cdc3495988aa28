import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createMoments } from '../../moments.ts'
import { Refusal, refusal } from '../refusal.ts'
import type { World } from '../world.ts'
import { createFaults, type Fault, type Faults } from './faults.ts'
import { createRateLimits, type RateVerdict } from './rate-limits.ts'
import { findRoute, type Route, type RouteAnswer } from './route.ts'

/** One request as it was met. */
export type Call = {
  at: number
  method: string
  /** Below `/api/v10`, decoded. */
  path: string
  body: unknown
  /** 0 when the connection was cut before an answer. */
  status: number
  /** Discord's code of a refusal. */
  code?: number
  answer?: unknown
}

const prefix = '/api/v10'

/** The REST interface of the fake Discord: every call is checked, limited, carried out and recorded. */
export function createRestServer(world: World, routes: readonly Route[]) {
  const calls: Call[] = []
  const faults: Faults = createFaults()
  const moments = createMoments()
  const limit = createRateLimits()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://discord')
    const path = decodeURIComponent(url.pathname).replace(prefix, '')
    const call: Call = {
      at: Date.now(),
      method: request.method ?? '',
      path,
      body: await readBody(request),
      status: 0,
    }
    calls.push(call)
    const isAt = moments.begin(`${call.method} ${routeOf(call)?.route.path ?? path}`)
    await isAt('arrived')
    const fault = faults.next(`${call.method} ${path}`)
    if (fault?.delayMs) await sleep(fault.delayMs)
    if (fault?.cut === 'before') return cut(response)
    if (fault?.turnedAway) {
      const { retryAfter } = fault.turnedAway
      call.status = 429
      response.writeHead(429, {
        'content-type': 'text/html',
        ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
      })
      response.end('<html>error 1015</html>')
      return
    }
    const verdict = limit({ method: call.method, path, bot: !isInteraction(path) })
    const result = outcome(call, url, request.headers.authorization, verdict, fault)
    await isAt('recorded')
    if (fault?.cut === 'after') return cut(response)
    call.status = result.status
    if (result.code !== undefined) call.code = result.code
    call.answer = result.body
    response.writeHead(result.status, {
      ...(result.body !== undefined && { 'content-type': 'application/json' }),
      ...verdict.headers,
      ...result.headers,
    })
    response.end(result.body === undefined ? undefined : JSON.stringify(result.body))
    await isAt('answered')
  }

  function outcome(
    call: Call,
    url: URL,
    authorization: string | undefined,
    { refused }: RateVerdict,
    fault: Fault | undefined,
  ): Outcome {
    if (refused) {
      const { retryAfter, global } = refused
      return tooMany(retryAfter, global)
    }
    if (fault?.rateLimited) return tooMany(fault.rateLimited.retryAfter, false, 'shared')
    if (fault?.status)
      return {
        status: fault.status,
        code: fault.code ?? 0,
        body: { message: fault.message ?? 'Scripted failure', code: fault.code ?? 0 },
      }
    try {
      const { status, body } = carryOut(call, url, authorization)
      return { status: status ?? (body === undefined ? 204 : 200), body }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, code, message, errors } = error
      return { status, code, body: { message, code, ...(errors && { errors }) } }
    }
  }

  const routeOf = ({ method, path }: Call) => findRoute(routes, method, path)

  function carryOut(call: Call, url: URL, authorization: string | undefined): RouteAnswer {
    const found = url.pathname.startsWith(`${prefix}/`) ? routeOf(call) : undefined
    if (!found) throw refusal('notFound')
    const { route, params } = found
    if (route.token && authorization !== `Bot ${world.token}`) throw refusal('unauthorized')
    const param = (name: string) => params.get(name) ?? ''
    return route.handle({ world, param, query: url.searchParams, body: call.body })
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(JSON.stringify({ message: String(error), code: 0 }))
    })
  })
  return { server, calls, faults, moments }
}

type Outcome = { status: number; code?: number; body?: unknown; headers?: Record<string, string> }

/** Interaction endpoints stand outside the limit of the bot token. */
const isInteraction = (path: string) => /^\/(?:interactions|webhooks)\//.test(path)

function tooMany(retryAfter: number, global: boolean, scope?: string): Outcome {
  return {
    status: 429,
    code: 0,
    headers: { 'retry-after': String(Math.ceil(retryAfter)), ...(scope && { 'x-ratelimit-scope': scope }) },
    body: { message: 'You are being rate limited.', retry_after: retryAfter, global },
  }
}

function cut(response: ServerResponse): void {
  response.socket?.destroy()
}

/** JSON, or the JSON part of a form with files. */
async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  if (bytes.length === 0) return undefined
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return JSON.parse(bytes.toString())
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData()
  const uploads = []
  for (const [field, part] of form)
    if (typeof part !== 'string')
      uploads.push({ field, name: part.name, bytes: new Uint8Array(await part.arrayBuffer()) })
  return { ...JSON.parse(String(form.get('payload_json'))), uploads }
}
