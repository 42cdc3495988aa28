import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { onTelemetry, type TelemetryEvent } from '../lib/telemetry.ts'

export type Metrics = {
  /** Everything counted so far, in Prometheus' text format. */
  read(): Promise<{ contentType: string; text: string }>
  /** Counts nothing any more. */
  close(): void
}

/** Upper bounds of histograms, in seconds: acknowledgements are due within 3, answers take up to minutes. */
const buckets = {
  acknowledgement: [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 3],
  answer: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60],
}

/** Counts what is told in this process, from now on: Prometheus metrics, those of Node among them. */
export function createMetrics(version: string): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `paperboy_${name}`, help, labelNames, registers })
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    bounds: readonly number[],
  ) => new Histogram({ name: `paperboy_${name}`, help, labelNames, buckets: [...bounds], registers })
  const gauge = (name: string, help: string) => new Gauge({ name: `paperboy_${name}`, help, registers })

  new Gauge({
    name: 'paperboy_info',
    help: 'The version that runs; always 1',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1)
  const questions = counter('questions_total', 'Requests from people, by what they came to', [
    'platform',
    'command',
    'outcome',
    'mode',
  ])
  const answers = histogram(
    'answer_seconds',
    'From a request to its last page, waiting included',
    ['platform', 'mode'],
    buckets.answer,
  )
  const acknowledgements = histogram(
    'acknowledgement_seconds',
    'From an event to its acknowledgement',
    ['platform'],
    buckets.acknowledgement,
  )
  const claims = counter('claims_total', 'Claims that a model wrote: shown, or dropped by the check', [
    'fate',
  ])
  const calls = counter('model_calls_total', 'Requests to the chat model, by how they ended', ['outcome'])
  const callSeconds = histogram('model_call_seconds', 'How long a model call took', [], buckets.answer)
  const tokens = counter('model_tokens_total', 'Tokens that the chat model read and wrote', ['direction'])
  const dollars = counter(
    'model_dollars_total',
    'What the chat model cost, in US dollars, as far as its price is known',
    [],
  )
  const waiting = gauge('waiting', 'Requests that wait in line')
  const working = gauge('working', 'Requests that are worked on')
  const posts = counter('posts_total', 'Daily posts that came to their end', ['platform', 'outcome'])
  const reconnects = counter('reconnects_total', 'Connections that were lost and are opened anew', [
    'platform',
  ])
  const retries = counter('retries_total', 'Requests to services that failed for now', ['service'])

  function count(sign: TelemetryEvent): void {
    switch (sign.kind) {
      case 'question': {
        const { platform, command, outcome, mode, seconds } = sign
        questions.inc({ platform, command, outcome, mode })
        answers.observe({ platform, mode }, seconds)
        break
      }
      case 'claims':
        claims.inc({ fate: 'shown' }, sign.shown)
        claims.inc({ fate: 'dropped' }, sign.dropped)
        break
      case 'model call':
        calls.inc({ outcome: sign.outcome })
        callSeconds.observe(sign.seconds)
        tokens.inc({ direction: 'input' }, sign.inputTokens)
        tokens.inc({ direction: 'output' }, sign.outputTokens)
        dollars.inc(sign.cost ?? 0)
        break
      case 'line':
        waiting.set(sign.waiting)
        working.set(sign.working)
        break
      case 'acknowledged':
        acknowledgements.observe({ platform: sign.platform }, sign.seconds)
        break
      case 'reconnecting':
        reconnects.inc({ platform: sign.platform })
        break
      case 'retried':
        retries.inc({ service: sign.service })
        break
      case 'post':
        posts.inc({ platform: sign.platform, outcome: sign.outcome })
        break
    }
  }

  return {
    read: async () => ({ contentType: register.contentType, text: await register.metrics() }),
    close: onTelemetry(count),
  }
}
