import { performance } from 'node:perf_hooks'
import { z } from 'zod'
import { type QuestionOutcome, tell } from '../lib/telemetry.ts'
import type { Reply } from '../replies/reply.ts'
import type { Command, Handle } from './command.ts'
import { longestLine } from './handle.ts'
import { commandFor } from './route.ts'

/** What `ask` and `summarize` tell scripts of an answer. */
const AnswerData = z.object({
  kind: z.enum(['answered', 'summarized', 'not-found', 'declined']),
  mode: z.enum(['model', 'extractive']).optional(),
})

/** The same handle, with every question told to metrics: what it came to, and how long it took. */
export function watchHandle(handle: Handle, commands: readonly Command[]): Handle {
  return async function* watched(request, signal) {
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
      const command = request.line.length > longestLine ? undefined : commandFor(request.line, commands)
      tell({
        kind: 'question',
        platform: request.where.platform,
        command: command?.name ?? 'none',
        ...(last && !signal?.aborted ? resultOf(last) : { outcome: 'stopped', mode: 'none' }),
        seconds: (performance.now() - started) / 1000,
      })
    }
  }
}

function resultOf({ tone = 'answer', data }: Reply): {
  outcome: QuestionOutcome
  mode: 'model' | 'extractive' | 'none'
} {
  const { kind, mode = 'none' } = AnswerData.safeParse(data).data ?? {}
  switch (tone) {
    case 'working':
      return { outcome: 'stopped', mode: 'none' }
    case 'error':
      return { outcome: 'failed', mode: 'none' }
    case 'warning':
      return { outcome: kind === 'declined' ? kind : 'turned-away', mode: 'none' }
    case 'answer':
      return { outcome: kind === undefined || kind === 'summarized' ? 'answered' : kind, mode }
  }
}
