import { setTimeout as wait } from 'node:timers/promises'
import type { Ack, Carrier, Envelope, Retry } from './acks.ts'

/** Slack's schedule of at once, 1 min and 5 min, shortened so that tests live to see it. */
const retryDelays = [50, 1000, 5000]

export type Courier = ReturnType<typeof createCourier>

/** Brings envelopes to the app, repeats events that were not acknowledged, and keeps the record. */
export function createCourier(carrier: () => Carrier) {
  const acks: Ack[] = []
  const stopped = new AbortController()
  const underWay = new Set<Promise<Ack>>()

  function follow(delivery: Promise<Ack>): Promise<Ack> {
    underWay.add(delivery)
    return delivery.finally(() => underWay.delete(delivery))
  }

  async function attempt(envelope: Envelope, retry?: Retry) {
    const started = performance.now()
    const carried = await carrier().carry(envelope, retry)
    const acknowledged = 'response' in carried
    const ack: Ack = {
      kind: envelope.kind,
      what: envelope.what,
      latency: acknowledged ? performance.now() - started : undefined,
      retry: retry?.attempt ?? 0,
      response: acknowledged ? carried.response : undefined,
    }
    acks.push(ack)
    return { ack, failed: acknowledged ? undefined : carried.failed }
  }

  async function insist(envelope: Envelope): Promise<Ack> {
    let last = await attempt(envelope)
    if (envelope.kind !== 'events_api') return last.ack
    for (const [index, delay] of retryDelays.entries()) {
      if (!last.failed || stopped.signal.aborted) break
      await wait(delay, undefined, { ref: false })
      if (stopped.signal.aborted) break
      last = await attempt(envelope, { attempt: index + 1, reason: last.failed })
    }
    return last.ack
  }

  return {
    acks,
    /** Resolves with the last attempt: commands and clicks get one, events up to four. */
    deliver: (envelope: Envelope) => follow(insist(envelope)),
    /** One more delivery of what was delivered before, as after a lost acknowledgement. */
    again: (envelope: Envelope, number: number) =>
      follow(attempt(envelope, { attempt: number, reason: 'timeout' }).then(({ ack }) => ack)),
    /** Resolves when nothing is under way any more: each delivery was acknowledged or given up. */
    async delivered(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    stop: () => stopped.abort(),
  }
}
