import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Embedder } from './embedder.ts'

/**
 * An embedder whose operator hears of an outage once: a warning at its first failure, nothing more until it has worked
 * again. Failures are thrown on, since only the caller knows how to go on without vectors.
 */
export function reportOutages(embedder: Embedder, log: Log): Embedder {
  let failing = false
  return {
    ...embedder,
    async embed(texts, kind, signal) {
      try {
        const vectors = await embedder.embed(texts, kind, signal)
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
export function withTimeout(embedder: Embedder, makeSignal: () => AbortSignal): Embedder {
  return {
    ...embedder,
    embed: (texts, kind, signal) =>
      embedder.embed(texts, kind, signal ? AbortSignal.any([signal, makeSignal()]) : makeSignal()),
  }
}
