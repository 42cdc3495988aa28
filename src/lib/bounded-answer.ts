/**
 * An answer of a server whose body ends at a bound: one that never stops writing fills no memory. The connection is closed
 * there.
 *
 * @param endless what reading on fails with
 */
export function boundedAnswer(answer: Response, mostBytes: number, endless: () => Error): Response {
  const { body, status, statusText, headers } = answer
  if (!body) return answer
  let bytes = 0
  const counted = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength
        if (bytes > mostBytes) controller.error(endless())
        else controller.enqueue(chunk)
      },
    }),
  )
  return new Response(counted, { status, statusText, headers })
}
