import { AsyncLocalStorage } from 'node:async_hooks'

/** Something that all work done on behalf of somebody knows, in whichever layer, without being handed it. */
export type Scope<Value> = {
  /** Undefined outside of any. */
  current(): Value | undefined
  run<T>(value: Value, work: () => T): T
  /** The same for a sequence: each of its steps is taken within the scope, no matter who reads. */
  each<T>(value: Value, values: AsyncIterable<T>): AsyncGenerator<T, void, void>
}

export function createScope<Value>(): Scope<Value> {
  const storage = new AsyncLocalStorage<Value>()
  return {
    current: () => storage.getStore(),
    run: (value, work) => storage.run(value, work),
    async *each(value, values) {
      const iterator = values[Symbol.asyncIterator]()
      try {
        for (;;) {
          const next = await storage.run(value, () => iterator.next())
          if (next.done) return
          yield next.value
        }
      } finally {
        await storage.run(value, () => iterator.return?.())
      }
    },
  }
}
