import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Embedder } from './embedder.ts'

/**
 * An embedder whose operator hears of an outage once: a warning at its first failure, nothing more until it has worked
 * again. Failures are thrown on, since only the caller knows how to go on without vectors.
 */
export function reportOutages({ model, embed }: Embedder, log: Log): Embedder {
  let failing = false
  return {
    model,
    async embed(texts, signal) {
      try {
        const vectors = await embed(texts, signal)
        failing = false
        return vectors
      } catch (error) {
        const facts = { error: describeError(error) }
        if (!failing) log.warn(facts, 'The embedding server fails: papers are found by their words alone.')
        failing = true
        throw error
      }
    },
  }
}

/** An embedder that gives up when the signal made for each call ends it: somebody waits for what it is asked. */
export function giveUpOn({ model, embed }: Embedder, makeSignal: () => AbortSignal): Embedder {
  return { model, embed: (texts) => embed(texts, makeSignal()) }
}
