/**
 * What goes wrong with a call: most faults come before it has an effect; `lost` and `slow` ones after.
 */
export type Fault =
  | { kind: 'status'; status: number }
  | { kind: 'rate-limited'; retryAfterSeconds: number }
  /** Turned away by some server in between, with whatever it says of when to come back. */
  | { kind: 'turned-away'; retryAfter?: string | undefined }
  | { kind: 'refused'; error: string }
  /** The connection is cut before anything happened. */
  | { kind: 'cut' }
  /** Nothing happens and nothing is answered for so long. */
  | { kind: 'timeout'; milliseconds: number }
  /** It takes place, then: an error 500, a cut connection, or silence. */
  | { kind: 'lost'; answer: 'status-500' | 'cut' | { silentMilliseconds: number } }
  /** It takes place and is answered late. */
  | { kind: 'slow'; milliseconds: number }

export type Faults = ReturnType<typeof createFaults>

/** A script of faults: each call of a method meets the next one written for it. */
export function createFaults() {
  const scripts = new Map<string, Fault[]>()
  const always = new Map<string, Fault>()
  return {
    /** The next calls of a method (`*`: of any) meet these, one each. */
    next(method: string, ...faults: readonly Fault[]): void {
      scripts.set(method, [...(scripts.get(method) ?? []), ...faults])
    },
    /** Every call of a method (`*`: of any) meets this until `clear`. */
    always: (method: string, fault: Fault) => void always.set(method, fault),
    clear(): void {
      scripts.clear()
      always.clear()
    },
    /** How many written faults were not met yet. */
    left: () => [...scripts.values()].reduce((sum, { length }) => sum + length, 0),
    take: (method: string): Fault | undefined =>
      scripts.get(method)?.shift() ?? scripts.get('*')?.shift() ?? always.get(method) ?? always.get('*'),
  }
}
