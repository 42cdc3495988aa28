import { z } from 'zod'
import { intents } from '../messages.ts'
import type { World } from '../world.ts'

export const opcodes = {
  heartbeat: 1,
  identify: 2,
  presence: 3,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const

/** The code with which Discord closes a connection, for each reason. */
export const closeCodes = {
  'Unknown opcode.': 4001,
  'Error while decoding payload.': 4002,
  'Not authenticated.': 4003,
  'Authentication failed.': 4004,
  'Already authenticated.': 4005,
  'Rate limited.': 4008,
  'Invalid shard.': 4010,
  'Invalid intent(s).': 4013,
  'Disallowed intent(s).': 4014,
} as const
export type CloseReason = keyof typeof closeCodes

const longestPayload = 4096
const sendsPerMinute = 120
/** Every intent that exists; others make 4013. */
const knownIntents = 0b11_0011_0001_1111_1111_1111_1111

const Payload = z.object({ op: z.int(), d: z.unknown() })
export const Identify = z.object({
  token: z.string(),
  intents: z.int(),
  properties: z.object({ os: z.string(), browser: z.string(), device: z.string() }),
  shard: z.tuple([z.int(), z.int()]).default([0, 1]),
})
export const Resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int() })

/** Why these intents make Discord close the connection, if they do. */
export function intentsProblem(world: World, asked: number): CloseReason | undefined {
  const { guildMembers, guildPresences, messageContent } = intents
  const notGranted = guildMembers | guildPresences | (world.privileged.messageContent ? 0 : messageContent)
  if ((asked & ~knownIntents) !== 0) return 'Invalid intent(s).'
  return (asked & notGranted) === 0 ? undefined : 'Disallowed intent(s).'
}

/** A payload, unless it is too long or none. */
export function readPayload(text: string): z.output<typeof Payload> | undefined {
  return text.length > longestPayload ? undefined : Payload.safeParse(parseJson(text)).data
}

/** Counts a payload; more than the limit within a minute is too often. */
export function tooOften(minute: number[]): boolean {
  const at = Date.now()
  while (minute[0] !== undefined && minute[0] < at - 60_000) minute.shift()
  return minute.push(at) > sendsPerMinute
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
