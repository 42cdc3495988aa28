import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import type { Carrier, Envelope, Retry } from './acks.ts'

/** From the page on Socket Mode: ten connections an app, acknowledgements within 3 s. */
const mostConnections = 10
const ackWithin = 3000

const Acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown() })

type Waiting = { resolve: (response: unknown) => void }
type Connection = { socket: WebSocket; halfOpen: boolean; leaving: boolean; unanswered: number }

/** So many pings without a pong, and a connection is given up. */
const mostUnanswered = 2

export type SocketMode = ReturnType<typeof createSocketMode>

/** Socket Mode: connections of the app, envelopes to them, and everything that befalls connections. */
export function createSocketMode(app: string, { pingEvery = 5000 }: { pingEvery?: number } = {}) {
  const server = new WebSocketServer({ noServer: true, autoPong: false })
  const tickets = new Set<string>()
  const connections: Connection[] = []
  const waiting = new Map<string, Waiting>()
  let turn = 0
  let opened = 0
  let refusals = 0

  const pings = setInterval(() => {
    for (const connection of [...connections]) {
      connection.unanswered += 1
      if (connection.unanswered > mostUnanswered) connection.socket.terminate()
      else if (!connection.halfOpen) connection.socket.ping('ping from slack')
    }
  }, pingEvery).unref()

  const accept = (socket: WebSocket) => {
    const connection: Connection = { socket, halfOpen: false, leaving: false, unanswered: 0 }
    connections.push(connection)
    opened += 1
    socket.on('error', () => socket.terminate())
    socket.on('close', () => connections.splice(connections.indexOf(connection), 1))
    socket.on('ping', (data) => {
      if (!connection.halfOpen) socket.pong(data)
    })
    socket.on('pong', () => {
      connection.unanswered = 0
    })
    socket.on('message', (data) => {
      const { envelope_id, payload } = Acknowledgement.parse(JSON.parse(String(data)))
      waiting.get(envelope_id)?.resolve(payload)
    })
    send(socket, {
      type: 'hello',
      num_connections: connections.length,
      connection_info: { app_id: app },
      debug_info: { host: 'fake', approximate_connection_time: 3600 },
    })
  }

  const carry: Carrier['carry'] = async (envelope, retry) => {
    const usable = connections.filter(({ socket, leaving }) => !leaving && socket.readyState === socket.OPEN)
    const chosen = usable[turn++ % usable.length]
    if (!chosen) return { failed: 'connection_failed' }
    const id = randomUUID()
    const acknowledged = new Promise<{ response: unknown }>((resolve) =>
      waiting.set(id, { resolve: (response) => resolve({ response }) }),
    )
    const late = new Promise<{ failed: Retry['reason'] }>((resolve) =>
      setTimeout(resolve, ackWithin, { failed: 'timeout' }).unref(),
    )
    if (!chosen.halfOpen) send(chosen.socket, { envelope_id: id, ...wireForm(envelope, retry) })
    const outcome = await Promise.race([acknowledged, late])
    waiting.delete(id)
    return outcome
  }

  return {
    carry,
    /** A path with a ticket for one connection. @throws Refusal when the app has enough, or while refusing */
    ticket(): string {
      if (refusals > 0) {
        refusals -= 1
        throw new Refusal('internal_error')
      }
      const id = randomUUID()
      tickets.add(id)
      return `/link/?ticket=${id}&app_id=${app}`
    },
    upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
      const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? ''
      if (!tickets.delete(ticket) || connections.length >= mostConnections) {
        stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
        return
      }
      server.handleUpgrade(request, stream, head, accept)
    },
    /** How many connections are open, and how many were opened so far. */
    connections: () => connections.length,
    opened: () => opened,
    /** The next so many requests for a connection fail with `internal_error`. */
    refuseNext: (times: number) => {
      refusals = times
    },
    /** Says that every connection ends soon, as Slack does about once an hour; hangs up 10 s later. */
    disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void {
      for (const connection of connections) {
        connection.leaving = reason !== 'warning'
        send(connection.socket, { type: 'disconnect', reason, debug_info: { host: 'fake' } })
        setTimeout(() => connection.socket.close(), 10_000).unref()
      }
    },
    /** Cuts every connection without a word. */
    drop(): void {
      for (const { socket } of [...connections]) socket.terminate()
    },
    /** Connections that exist now stay open but carry nothing more, in either direction. */
    freeze(): void {
      for (const connection of connections) {
        connection.halfOpen = true
        connection.socket.pause()
      }
    },
    close(): void {
      clearInterval(pings)
      for (const { socket } of [...connections]) socket.terminate()
      server.close()
    },
  }
}

function send(socket: WebSocket, message: Record<string, unknown>): void {
  socket.send(JSON.stringify(message))
}

function wireForm({ kind, body }: Envelope, retry?: Retry): Record<string, unknown> {
  const common = { type: kind, payload: body, accepts_response_payload: kind !== 'events_api' }
  if (kind !== 'events_api') return common
  return { ...common, retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
}
