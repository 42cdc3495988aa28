import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<string>()

/** Does something on behalf of a request: whatever comes of it, in whichever layer, knows its id. */
export function asRequest<T>(id: string, work: () => T): T {
  return current.run(id, work)
}

/** The request this is done for, if any. */
export function requestId(): string | undefined {
  return current.getStore()
}

/** The same for a sequence: each of its steps is taken on behalf of the request, whoever reads. */
export async function* eachAsRequest<T>(id: string, values: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  const iterator = values[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await asRequest(id, () => iterator.next())
      if (next.done) return
      yield next.value
    }
  } finally {
    await asRequest(id, () => iterator.return?.())
  }
}
