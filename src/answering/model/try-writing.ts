import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import type { Claim } from '../types.ts'
import { fallbackReason, fallbackReasonOf } from './fallback.ts'
import { type WritingTask, type WrittenAnswer, writeAnswer } from './write.ts'

/** What came of having a model write: also when nothing did. */
export type Told = Omit<WrittenAnswer, 'brokenOff'> & {
  /** Why it is not all, or nothing, in a sentence for the small print. */
  fallback?: string
}

/**
 * The same as `writeAnswer` for those who have something to show without the model: what fails is no error, but said in
 * words, and logged. Never throws.
 */
export async function* tryWriting(task: WritingTask, log: Log): AsyncGenerator<readonly Claim[], Told, void> {
  try {
    const { brokenOff, ...written } = yield* writeAnswer(task)
    if (written.leftOut.length > 0)
      log.info({ leftOut: written.leftOut }, 'left out what the abstracts do not bear out')
    return { ...written, ...(brokenOff !== undefined && { fallback: fallbackReason(brokenOff) }) }
  } catch (error) {
    log.warn({ error: describeError(error) }, 'answered without the model')
    return { claims: [], silentOn: [], notStated: [], leftOut: [], fallback: fallbackReasonOf(error) }
  }
}

/** The same for those who show nothing before it is whole. */
export async function tryWritingWhole(task: WritingTask, log: Log): Promise<Told> {
  const writing = tryWriting(task, log)
  let next = await writing.next()
  while (!next.done) next = await writing.next()
  return next.value
}
