/**
 * The same values and result, read as fast as they come, however slowly they are taken: what is behind them is never kept
 * waiting. A reader that leaves early ends the source by its signal.
 *
 * @param open begins the source, which ends with the signal; a failure of it comes after the values before it
 */
export async function* readAhead<Value, Result>(
  open: (signal: AbortSignal) => AsyncGenerator<Value, Result, void>,
): AsyncGenerator<Value, Result, void> {
  const leaving = new AbortController()
  const source = open(leaving.signal)
  const values: Value[] = []
  let end: { result: Result } | { error: unknown } | undefined
  let news = Promise.withResolvers<void>()
  const read = async (): Promise<void> => {
    try {
      let next = await source.next()
      for (; !next.done; next = await source.next()) {
        values.push(next.value)
        news.resolve()
      }
      end = { result: next.value }
    } catch (error) {
      end = { error }
    }
    news.resolve()
  }
  const reading = read()
  try {
    for (;;) {
      yield* values.splice(0)
      if (values.length > 0) continue
      if (end && 'error' in end) throw end.error
      if (end) return end.result
      await news.promise
      news = Promise.withResolvers<void>()
    }
  } finally {
    leaving.abort()
    await reading
  }
}
