import { PaperboyError } from '../../lib/errors.ts'
import type { TextKind } from '../embedder.ts'

/** Texts that may wait: some hundred papers with their sentences, and as many questions as a class asks at once. */
const most = { question: 1_000, passage: 20_000 }

type Waiting<T> = { text: string; answer: PromiseWithResolvers<T> }

export type TextQueue<T> = {
  /**
   * Waits until all texts are done; fails with the first that does, and takes the others out of the line then.
   *
   * @throws PaperboyError when too many are waiting, the signal's reason, or what the work threw
   */
  add(texts: readonly string[], kind: TextKind, signal?: AbortSignal): Promise<readonly T[]>
}

/**
 * Texts that are worked on one at a time: questions before passages, each kind in its order. Those that are given up
 * leave the line at once; what is under way ends, but nobody waits for it.
 */
export function createTextQueue<T>(work: (text: string) => Promise<T>): TextQueue<T> {
  const lines = { question: new Set<Waiting<T>>(), passage: new Set<Waiting<T>>() }
  let isWorking = false

  function next(): Waiting<T> | undefined {
    for (const line of [lines.question, lines.passage])
      for (const first of line) {
        line.delete(first)
        return first
      }
    return undefined
  }

  async function workOn(): Promise<void> {
    if (isWorking) return
    isWorking = true
    for (let one = next(); one; one = next()) {
      try {
        one.answer.resolve(await work(one.text))
      } catch (error) {
        one.answer.reject(error)
      }
    }
    isWorking = false
  }

  return {
    async add(texts, kind, signal) {
      signal?.throwIfAborted()
      const line = lines[kind]
      if (line.size + texts.length > most[kind])
        throw new PaperboyError('The model on this machine has too much to do.', 'Try again in a minute.')
      const mine = texts.map((text) => ({ text, answer: Promise.withResolvers<T>() }))
      for (const one of mine) line.add(one)
      const givenUp = Promise.withResolvers<never>()
      const giveUp = () => givenUp.reject(signal?.reason)
      signal?.addEventListener('abort', giveUp, { once: true })
      void workOn()
      try {
        return await Promise.race([Promise.all(mine.map(({ answer }) => answer.promise)), givenUp.promise])
      } finally {
        signal?.removeEventListener('abort', giveUp)
        for (const one of mine) line.delete(one)
      }
    },
  }
}
