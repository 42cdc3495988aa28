/** A sequence between a writer and a reader who need not keep pace. */
export type LatestValue<T> = {
  put(value: T): void
  /** No value comes any more; with an error, the reader is told. */
  end(error?: unknown): void
  /** For one reader. */
  values: AsyncIterable<T>
}

/**
 * A sequence in which each value replaces the one before: who reads slowly gets the newest each time and misses those
 * in between, but never the last. The writer never waits.
 */
export function createLatestValue<T>(): LatestValue<T> {
  let unread: { value: T } | undefined
  let ended: { error?: unknown } | undefined
  let news = Promise.withResolvers<void>()

  async function* read(): AsyncGenerator<T> {
    for (;;) {
      if (unread) {
        const { value } = unread
        unread = undefined
        yield value
      } else if (ended) {
        if (ended.error !== undefined) throw ended.error
        return
      } else {
        await news.promise
        news = Promise.withResolvers()
      }
    }
  }

  return {
    put(value) {
      unread = { value }
      news.resolve()
    },
    end(error) {
      ended = { error }
      news.resolve()
    },
    values: read(),
  }
}
