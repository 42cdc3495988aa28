import type { WebSocket } from 'ws'
import { intents as bits } from '../messages.ts'
import type { GatewayEvent } from '../world.ts'

type Dispatch = { op: 0; t: string; s: number; d: object }

/** What survives a lost connection: everything sent so far, so that a resumed one misses nothing. */
export type Session = {
  id: string
  /** Sends an event when the intents and the shard cover it, or keeps it for the resume. */
  dispatch(event: GatewayEvent): void
  attach(socket: WebSocket): void
  detach(socket: WebSocket): void
  /** Sends everything after this sequence number again. */
  replay(after: number): void
  /** While silent nothing is sent; it is replayed at the resume. */
  silent: boolean
}

/** @param shard its number and how many there are */
export function createSession(id: string, intents: number, shard: readonly [number, number]): Session {
  const sent: Dispatch[] = []
  let socket: WebSocket | undefined
  const session: Session = {
    id,
    silent: false,
    dispatch({ name, intents: needed, data, everywhere }) {
      if ((intents & needed) !== needed) return
      const messageContent = (intents & bits.messageContent) !== 0
      const d = data({ messageContent })
      if (!everywhere && shardOf(d, shard[1]) !== shard[0]) return
      const payload: Dispatch = { op: 0, t: name, s: sent.length + 1, d }
      sent.push(payload)
      if (!session.silent) socket?.send(JSON.stringify(payload))
    },
    attach(next) {
      socket = next
      session.silent = false
    },
    detach(gone) {
      if (socket === gone) socket = undefined
    },
    replay(after) {
      for (const payload of sent.filter(({ s }) => s > after)) socket?.send(JSON.stringify(payload))
    },
  }
  return session
}

/** Whose connection hears of something: direct messages belong to no server, and go to the first. */
export function shardOf(data: object, count: number): number {
  const guild = 'guild_id' in data ? String(data.guild_id) : '0'
  return Number((BigInt(guild) >> 22n) % BigInt(count))
}
