import { createScope } from './scope.ts'

const current = createScope<string>()

/** Does something on behalf of a request: whatever comes of it, in whichever layer, knows its id. */
export const runWithRequestId: <T>(id: string, work: () => T) => T = current.run

/** The request this is done for, if any. */
export const requestId: () => string | undefined = current.current

/** The same for a sequence: each of its steps is taken on behalf of the request, no matter who reads. */
export const eachAsRequest: <T>(id: string, values: AsyncIterable<T>) => AsyncGenerator<T, void, void> =
  current.each
