import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Clock } from '../lib/clock.ts'
import { onTelemetry, type TelemetryEvent } from '../lib/telemetry.ts'

/** What went on in this process since it began; nothing is said of what did not happen. */
export type Activity = {
  since: Date
  /** Answers about papers; times in seconds, of the latest ones. */
  answers?: { count: number; notFound: number; median: number; slow: number }
  /** Claims that a model wrote. */
  claims?: { shown: number; dropped: number }
  reconnects: number
  /** What 99 of 100 events waited at the most for the process to be free, in seconds. */
  delay: number
}

export type ActivityLog = { read(): Activity; close(): void }

/** How many answers the times are taken from. */
const mostTimes = 1_000
/** How often the event loop's delay is measured, in milliseconds; Node counts this time as part of the delay. */
const resolution = 10

/** Remembers what is told in this process, for `status`. */
export function createActivityLog(clock: Clock): ActivityLog {
  const since = clock.now()
  const times: number[] = []
  const counts = { answers: 0, notFound: 0, shown: 0, dropped: 0, reconnects: 0 }
  const delays = monitorEventLoopDelay({ resolution })
  delays.enable()

  function hear(sign: TelemetryEvent): void {
    if (sign.kind === 'reconnecting') counts.reconnects += 1
    if (sign.kind === 'claims') {
      counts.shown += sign.shown
      counts.dropped += sign.dropped
    }
    if (sign.kind !== 'question' || !sign.isAnswer) return
    counts.answers += 1
    if (sign.outcome === 'not-found') counts.notFound += 1
    times.push(sign.seconds)
    if (times.length > mostTimes) times.shift()
  }
  const stop = onTelemetry(hear)

  return {
    read() {
      const { answers, notFound, shown, dropped, reconnects } = counts
      const sorted = times.toSorted((one, other) => one - other)
      return {
        since,
        reconnects,
        delay: Math.max(0, delays.percentile(99) / 1e9 - resolution / 1000),
        ...(answers > 0 && {
          answers: { count: answers, notFound, median: quantile(sorted, 0.5), slow: quantile(sorted, 0.95) },
        }),
        ...(shown + dropped > 0 && { claims: { shown, dropped } }),
      }
    },
    close() {
      stop()
      delays.disable()
    },
  }
}

/** The smallest of these numbers, sorted, that this share of them does not exceed. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0
}
