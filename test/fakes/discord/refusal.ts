/** One thing that is wrong with a form, and where. */
export type FormProblem = { path: readonly PropertyKey[]; code: string; message: string }

/** What Discord answers to a request it does not carry out. */
export class Refusal extends Error {
  readonly status: number
  readonly code: number
  readonly errors: object | undefined

  constructor(status: number, code: number, message: string, errors?: object) {
    super(message)
    this.status = status
    this.code = code
    this.errors = errors
  }
}

/** Status, code and words of each refusal, from Discord's list of opcodes and status codes. */
const refusals = {
  unauthorized: [401, 0, '401: Unauthorized'],
  notFound: [404, 0, '404: Not Found'],
  unknownApplication: [404, 10002, 'Unknown Application'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  alreadyPublished: [400, 40033, 'This message has already been crossposted'],
  acknowledgedTwice: [400, 40060, 'Interaction has already been acknowledged.'],
  missingAccess: [403, 50001, 'Missing Access'],
  notOwnMessage: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  refusesDms: [403, 50007, 'Cannot send messages to this user'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  wrongChannelKind: [400, 50024, 'Cannot execute action on this channel type'],
  expiredToken: [401, 50027, 'Invalid Webhook Token'],
  archivedThread: [400, 50083, 'Thread is archived'],
  lockedThread: [403, 160005, 'Thread is locked'],
  threadExists: [400, 160004, 'A thread has already been created for this message'],
  noHistoryForReply: [403, 160002, 'You cannot reply without permission to read message history'],
} as const satisfies Record<string, readonly [number, number, string]>

export function refusal(name: keyof typeof refusals): Refusal {
  const [status, code, message] = refusals[name]
  return new Refusal(status, code, message)
}

/** "Invalid Form Body", with each problem at its place in `errors`. */
export function invalidForm(problems: readonly FormProblem[]): Refusal {
  const errors: ErrorTree = {}
  for (const { path, code, message } of problems) {
    let place = errors
    for (const step of path) {
      const inner = place[String(step)]
      const next: ErrorTree = inner && !Array.isArray(inner) ? inner : {}
      place[String(step)] = next
      place = next
    }
    const here = place._errors
    place._errors = [...(Array.isArray(here) ? here : []), { code, message }]
  }
  return new Refusal(400, 50035, 'Invalid Form Body', errors)
}

type ErrorTree = { [step: string]: ErrorTree | { code: string; message: string }[] }
