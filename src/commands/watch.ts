import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import type { Log } from '../lib/log.ts'
import { emitTelemetry, type QuestionOutcome } from '../lib/telemetry.ts'
import type { Describe } from '../platform/describe.ts'
import { AnswerKind } from '../platform/json-forms.ts'
import type { Handle } from '../platform/request.ts'
import type { Reply } from '../replies/reply.ts'
import { described } from './describe.ts'

/** What `ask` and `summarize` tell scripts of an answer. */
const AnswerData = z.object({
  kind: z.enum([...AnswerKind.options, 'summarized']),
  mode: z.enum(['model', 'extractive']).optional(),
})

/** The same handle, with every request told to metrics and the log: what it came to, and how long it took. */
export function watchHandle(handle: Handle, describe: Describe, log: Log): Handle {
  return async function* watched(asked, signal) {
    const request = described(asked, describe)
    if (request.unasked) {
      yield* handle(request, signal)
      return
    }
    const started = performance.now()
    let last: Reply | undefined
    try {
      for await (const page of handle(request, signal)) {
        last = page
        yield page
      }
    } finally {
      const answered = {
        platform: request.where.platform,
        command: request.described.command ?? 'none',
        ...(last && !signal?.aborted ? resultOf(last) : stopped),
        seconds: Math.round(performance.now() - started) / 1000,
      }
      emitTelemetry({ kind: 'question', ...answered })
      log.info(answered, 'A request was answered')
    }
  }
}

type Result = { outcome: QuestionOutcome; mode: 'model' | 'extractive' | 'none'; isAnswer: boolean }

const outcomes: Readonly<Record<z.infer<typeof AnswerData>['kind'], QuestionOutcome>> = {
  answered: 'answered',
  hedged: 'answered',
  listed: 'answered',
  summarized: 'answered',
  'not-found': 'not-found',
  elsewhere: 'declined',
  declined: 'declined',
}

const stopped: Result = { outcome: 'stopped', mode: 'none', isAnswer: false }

function resultOf({ tone = 'answer', data }: Reply): Result {
  const { kind, mode = 'none' } = AnswerData.safeParse(data).data ?? {}
  switch (tone) {
    case 'working':
      return stopped
    case 'error':
      return { outcome: 'failed', mode: 'none', isAnswer: false }
    case 'warning':
      return { outcome: kind === 'declined' ? kind : 'turned-away', mode: 'none', isAnswer: false }
    case 'answer':
      if (kind === undefined) return { outcome: 'answered', mode, isAnswer: false }
      return { outcome: outcomes[kind], mode, isAnswer: outcomes[kind] !== 'declined' }
  }
}
