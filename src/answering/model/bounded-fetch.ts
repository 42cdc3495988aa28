import { modelError } from './failure.ts'

/** The longest answer has some thousand tokens, each of which comes in an event of its own, of some hundred bytes. */
export const mostBytes = 8_000_000

/**
 * Node's `fetch`, whose answers end at a bound: a server that never stops writing, even within one event, fills no memory.
 * The connection is closed there.
 */
export const boundedFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  if (!response.body) return response
  let bytes = 0
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength
        if (bytes > mostBytes) controller.error(modelError('nonsense', 'the answer has no end'))
        else controller.enqueue(chunk)
      },
    }),
  )
  const { status, statusText, headers } = response
  return new Response(counted, { status, statusText, headers })
}
