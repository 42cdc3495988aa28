import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Protocol } from './model-protocols.ts'
import { type ScriptedAnswer, type ScriptedStream, sendJson } from './openai-answers.ts'

export type ModelRequestSeen = {
  path: string
  key: string | undefined
  body: unknown
  /** The JSON Schema it asked for. */
  schema: unknown
  /** Resolves when the client hangs up before the answer is complete. */
  hungUp: Promise<void>
}

export type FakeModelServer = {
  /** The base address, as it is configured. */
  url: string
  requests: readonly ModelRequestSeen[]
  /** Adds answers for the next requests. */
  script(...answers: readonly ScriptedAnswer[]): void
  /** Throws when a request came that was malformed or not scripted for, or a scripted answer was never asked for. */
  close(): Promise<void>
}

/**
 * The chat of one provider's API, on loopback, with scripted answers.
 *
 * @param refuses why a request is turned away with status 400; the script is not used up
 */
export async function startFakeModelServer(
  protocol: Protocol,
  refuses: (body: unknown) => string | undefined = () => undefined,
): Promise<FakeModelServer> {
  const requests: ModelRequestSeen[] = []
  const answers: ScriptedAnswer[] = []
  const unplanned: string[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const piece of request.setEncoding('utf8')) text += piece
    const path = request.url?.split('?')[0] ?? ''
    const body: unknown = JSON.parse(text)
    const hungUp = once(response, 'close').then(() =>
      response.writableEnded ? new Promise<void>(() => undefined) : undefined,
    )
    requests.push({
      path,
      key: protocol.key(request.headers),
      body,
      schema: protocol.schemaOf(body),
      hungUp,
    })
    const complaint = refuses(body)
    if (complaint !== undefined) return sendJson(response, 400, protocol.error(400, { message: complaint }))
    const fault = protocol.path.test(path) ? protocol.request.safeParse(body).error?.message : `no ${path}`
    const answer = fault === undefined ? answers.shift() : undefined
    if (answer === undefined) {
      unplanned.push(fault ?? 'a request that nothing is scripted for')
      return sendJson(response, 500, protocol.error(500, { message: unplanned.join(', ') }))
    }
    if (answer.kind === 'silence') return
    if (answer.kind === 'reset') return void response.destroy()
    if (answer.kind === 'error')
      return sendJson(response, answer.status, protocol.error(answer.status, answer.error), answer.headers)
    return sendStream(response, protocol, answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The fake server has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    script: (...more) => void answers.push(...more),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      if (unplanned.length > 0) throw new Error(`The fake server met ${unplanned.join(', ')}.`)
      if (answers.length > 0) throw new Error(`${answers.length} scripted answers were never asked for.`)
    },
  }
}

async function sendStream(
  response: ServerResponse,
  protocol: Protocol,
  answer: ScriptedStream,
): Promise<void> {
  response.writeHead(200, protocol.begin)
  for (const part of protocol.open?.(answer) ?? []) response.write(part)
  for (const piece of answer.pieces) {
    response.write(protocol.piece(z.string().parse(piece)))
    await sleep(answer.pause ?? 1)
  }
  if (answer.ending === 'stall') return
  if (answer.ending === 'cut') return void response.destroy()
  if (answer.ending) return void response.end(protocol.failure(answer.ending.error))
  if (answer.finish === null) return void response.end()
  for (const part of protocol.close(answer)) response.write(part)
  response.end()
}
