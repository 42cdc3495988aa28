/** What was sent to the app, and whether and when it was acknowledged. */
export type Ack = {
  kind: EnvelopeKind
  /** The event's type, `/command`, or the kind of interaction. */
  what: string
  /** Milliseconds from sending to acknowledgement; undefined when none came in 3 s. */
  latency: number | undefined
  /** 0 for the first delivery. */
  retry: number
  /** What the app said in its acknowledgement. */
  response: unknown
}

export type EnvelopeKind = 'events_api' | 'slash_commands' | 'interactive'

export type Envelope = { kind: EnvelopeKind; what: string; body: Record<string, unknown> }

export type Retry = { attempt: number; reason: 'timeout' | 'connection_failed' | 'http_error' }

/** One attempt at bringing an envelope to the app. */
export type Carrier = {
  carry(envelope: Envelope, retry?: Retry): Promise<{ response: unknown } | { failed: Retry['reason'] }>
}

/** The latency that this share (0 to 1) of the acknowledged deliveries stays within, in milliseconds. */
export function latencyPercentile(acks: readonly Ack[], share: number): number {
  const known = acks.flatMap(({ latency }) => (latency === undefined ? [] : [latency])).sort((a, b) => a - b)
  return known[Math.min(known.length - 1, Math.ceil(known.length * share) - 1)] ?? Number.NaN
}
