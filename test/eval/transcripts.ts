import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFile, readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { z } from 'zod'
import { PaperboyError } from '../../src/lib/errors.ts'

const Exchange = z.object({ key: z.string(), status: z.number(), type: z.string(), body: z.string() })

/** A server on loopback that stands between the bot and a model server. */
export type Transcripts = {
  /** To be followed by the path of the real server's address. */
  url: string
  /** How many requests were answered, and how many of a replay were not on record. */
  counts(): { answered: number; missing: number }
  close(): Promise<void>
}

/**
 * Records what a model server answers, or plays it back without any server: an answer belongs to the exact body of its
 * request. Of a replay, what is not on record is an error 404, which the bot treats as a model that is not there.
 *
 * @param file JSON Lines; a recording is appended to it
 * @param upstream an address of the real server; left out, the file is played back
 * @throws PaperboyError when there is nothing to play back
 */
export async function openTranscripts(file: string, upstream?: string): Promise<Transcripts> {
  const known = new Map<string, z.infer<typeof Exchange>>()
  if (upstream === undefined)
    for (const line of (await readRecord(file)).split('\n').filter(Boolean)) {
      const exchange = Exchange.parse(JSON.parse(line))
      known.set(exchange.key, exchange)
    }
  const counts = { answered: 0, missing: 0 }
  const server = createServer(async (request, response) => {
    const asked = await textOf(request)
    const key = createHash('sha256').update(`${request.method} ${request.url}\n${asked}`).digest('hex')
    const exchange = upstream === undefined ? known.get(key) : await forward(upstream, request, asked, key)
    if (exchange) counts.answered += 1
    else counts.missing += 1
    if (exchange && upstream !== undefined) await appendFile(file, `${JSON.stringify(exchange)}\n`)
    response.writeHead(exchange?.status ?? 404, { 'content-type': exchange?.type ?? 'application/json' })
    response.end(exchange?.body ?? JSON.stringify({ error: { message: 'This request is not on record.' } }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The transcripts have no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    counts: () => ({ ...counts }),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function readRecord(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause) => {
    throw new PaperboyError(`There is no record in ${file}.`, 'Make one with --record-model FILE.', { cause })
  })
}

/** Headers that belong to one connection, or to the form of a body that is read here. */
const ofConnection = /^(?:host|connection|content-length|accept-encoding|transfer-encoding|keep-alive)$/

/** The key goes to the real server, among the headers, and never into the record. */
async function forward(upstream: string, request: IncomingMessage, asked: string, key: string) {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === 'string' && !ofConnection.test(name) ? [[name, value] as const] : [],
  )
  const response = await fetch(new URL(request.url ?? '/', upstream), {
    method: request.method ?? 'POST',
    headers: Object.fromEntries(headers),
    ...(asked !== '' && { body: asked }),
  })
  const type = response.headers.get('content-type') ?? 'application/json'
  return { key, status: response.status, type, body: await response.text() }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) text += piece
  return text
}
