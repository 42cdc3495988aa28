import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { intents } from '../messages.ts'
import { applicationFlags, userJson } from '../serialize.ts'
import type { World } from '../world.ts'
import { guildJson } from './guild-json.ts'
import {
  type CloseReason,
  closeCodes,
  Identify,
  intentsProblem,
  opcodes,
  Resume,
  readPayload,
  tooOften,
} from './protocol.ts'
import { createSession, type Session, shardOf } from './session.ts'

export type Gateway = {
  accept(socket: WebSocket): void
  /** How often a connection was begun, and how it went on. */
  counts: { identifies: number; resumes: number; refusedResumes: number }
  /** When connections were begun, in milliseconds since 1970. */
  identifiedAt: readonly number[]
  connected(): number
  /** Op 7: asks every client to come back and resume. */
  requestReconnect(): void
  /** Op 9: the session is over, or may be resumed at once. */
  invalidateSession(resumable: boolean): void
  /** The connection stays open but nothing is heard any more, not even acknowledgements. */
  becomeZombie(): void
  /** The connection is gone without a close frame. */
  drop(): void
  close(code: number): void
}

/** The gateway of the fake Discord, version 10 in JSON. */
export function createGateway(world: World, options: { url(): string; heartbeatMs: number }): Gateway {
  const sessions = new Map<string, Session>()
  const sockets = new Map<WebSocket, Session | undefined>()
  const zombies = new WeakSet<WebSocket>()
  const counts = { identifies: 0, resumes: 0, refusedResumes: 0 }
  const identifiedAt: number[] = []
  const send = (socket: WebSocket, op: number, d: unknown) =>
    socket.send(JSON.stringify({ op, d, s: null, t: null }))

  world.onEvent((event) => {
    for (const session of sessions.values()) session.dispatch(event)
  })

  function identify(socket: WebSocket, data: unknown): CloseReason | undefined {
    const wanted = Identify.safeParse(data)
    if (!wanted.success) return 'Error while decoding payload.'
    const { token, intents: asked, shard } = wanted.data
    if (token !== world.token) return 'Authentication failed.'
    const [number, count] = shard
    if (number < 0 || number >= count) return 'Invalid shard.'
    const problem = intentsProblem(world, asked)
    if (problem) return problem
    counts.identifies++
    identifiedAt.push(Date.now())
    const session = createSession(randomUUID(), asked, shard)
    sessions.set(session.id, session)
    sockets.set(socket, session)
    session.attach(socket)
    const guilds = [...world.guilds.values()].filter(({ id }) => shardOf({ guild_id: id }, count) === number)
    const tell = (name: string, needed: number, data: object) =>
      session.dispatch({ name, intents: needed, everywhere: true, data: () => data })
    tell('READY', 0, {
      v: 10,
      user: userJson(world.bot),
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      shard,
      resume_gateway_url: `${options.url()}/resume`,
      application: { id: world.applicationId, flags: applicationFlags(world) },
    })
    for (const guild of guilds.filter(({ id }) => !world.unavailable.has(id)))
      tell('GUILD_CREATE', intents.guilds, guildJson(world, guild))
    return undefined
  }

  function resume(socket: WebSocket, data: unknown): CloseReason | undefined {
    const wanted = Resume.safeParse(data)
    if (!wanted.success) return 'Error while decoding payload.'
    if (wanted.data.token !== world.token) return 'Authentication failed.'
    const session = sessions.get(wanted.data.session_id)
    if (!session) {
      counts.refusedResumes++
      send(socket, opcodes.invalidSession, false)
      return undefined
    }
    counts.resumes++
    sockets.set(socket, session)
    session.attach(socket)
    session.replay(wanted.data.seq)
    session.dispatch({ name: 'RESUMED', intents: 0, everywhere: true, data: () => ({}) })
    return undefined
  }

  /** Does what a payload asks for, or says why the connection has to be closed. */
  function receive(socket: WebSocket, text: string): CloseReason | undefined {
    if (zombies.has(socket)) return undefined
    const payload = readPayload(text)
    if (!payload) return 'Error while decoding payload.'
    const { op, d } = payload
    const session = sockets.get(socket)
    switch (op) {
      case opcodes.heartbeat:
        send(socket, opcodes.heartbeatAck, null)
        return undefined
      case opcodes.identify:
        return session ? 'Already authenticated.' : identify(socket, d)
      case opcodes.resume:
        return session ? 'Already authenticated.' : resume(socket, d)
      case opcodes.presence:
        return session ? undefined : 'Not authenticated.'
      default:
        return 'Unknown opcode.'
    }
  }

  const forEachSocket = (act: (socket: WebSocket, session: Session | undefined) => void) => {
    for (const [socket, session] of [...sockets]) act(socket, session)
  }

  return {
    counts,
    identifiedAt,
    connected: () => [...sockets.values()].filter((session) => session !== undefined).length,
    accept(socket) {
      const minute: number[] = []
      sockets.set(socket, undefined)
      socket.on('error', () => undefined)
      socket.on('message', (data) => {
        const reason = tooOften(minute) ? 'Rate limited.' : receive(socket, String(data))
        if (reason) socket.close(closeCodes[reason], reason)
      })
      socket.once('close', (code) => {
        const session = sockets.get(socket)
        sockets.delete(socket)
        session?.detach(socket)
        // A client that says goodbye does not come back for its session.
        if (session && (code === 1000 || code === 1001)) sessions.delete(session.id)
      })
      send(socket, opcodes.hello, { heartbeat_interval: options.heartbeatMs })
    },
    requestReconnect: () => forEachSocket((socket) => send(socket, opcodes.reconnect, null)),
    invalidateSession: (resumable) =>
      forEachSocket((socket, session) => {
        if (session && !resumable) sessions.delete(session.id)
        sockets.set(socket, undefined)
        session?.detach(socket)
        send(socket, opcodes.invalidSession, resumable)
      }),
    becomeZombie: () =>
      forEachSocket((socket, session) => {
        zombies.add(socket)
        if (session) session.silent = true
      }),
    drop: () => forEachSocket((socket) => socket.terminate()),
    close: (code) => forEachSocket((socket) => socket.close(code)),
  }
}
