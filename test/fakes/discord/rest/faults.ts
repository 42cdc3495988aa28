/** What goes wrong with a request. */
export type Fault = {
  status?: number
  code?: number
  /** What Discord says about it. */
  message?: string
  /** A limit that all bots share: Discord does not count it as an invalid request. */
  rateLimited?: { retryAfter: number }
  /** Turned away by the gatekeeper in front of Discord, with whatever it says of when to come back. */
  turnedAway?: { retryAfter?: string | undefined }
  delayMs?: number
  /** The connection is cut: `before` anything is done, or `after` all is done, so that only the answer is lost. */
  cut?: 'before' | 'after'
}

export type Faults = {
  /** Lets the next requests fail whose "METHOD /path" matches; without `times` all of them until `clear`. */
  add(requests: RegExp, fault: Fault, times?: number): void
  clear(): void
  next(request: string): Fault | undefined
}

export function createFaults(): Faults {
  let scripted: { requests: RegExp; fault: Fault; left: number }[] = []
  return {
    add(requests, fault, times = Number.POSITIVE_INFINITY) {
      scripted.push({ requests, fault, left: times })
    },
    clear() {
      scripted = []
    },
    next(request) {
      const found = scripted.find(({ requests, left }) => left > 0 && requests.test(request))
      if (found) found.left--
      return found?.fault
    },
  }
}
