import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { listen } from '../loopback.ts'

export type FakeHubOptions = {
  /** Files under their path in the repository. */
  files: Readonly<Record<string, Uint8Array>>
  /** Breaks the connection after so many bytes of an answer's body, for so many answers. */
  breaks?: { after: number; times: number }
  /** Answers with the whole file whatever range is asked for. */
  ignoresRanges?: boolean
  /** Statuses of the first requests, before it works. */
  statuses?: readonly { status: number; headers?: Record<string, string> }[]
  /** Where the storage is, in place of this server. */
  storage?: string
  /** Takes connections and says nothing. */
  isSilent?: boolean
}

export type FakeHub = {
  url: string
  requests: {
    path: string
    host: string | undefined
    range: string | undefined
    authorization: string | undefined
  }[]
  close(): Promise<void>
}

/**
 * The part of the Hugging Face hub that serves files, on loopback: `/<owner>/<name>/resolve/main/<path>` leads to a
 * storage that knows ranges, as the hub's does. It also answers as a proxy does, to requests with a whole address.
 */
export async function startFakeHub({
  files,
  breaks,
  ignoresRanges = false,
  statuses = [],
  storage = '',
  isSilent = false,
}: FakeHubOptions): Promise<FakeHub> {
  const requests: FakeHub['requests'] = []
  const left = [...statuses]
  let breaksLeft = breaks?.times ?? 0

  const server = createServer((request, response) => {
    const { pathname, host } = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const { range, authorization } = request.headers
    requests.push({ path: pathname, host, range, authorization })
    if (isSilent) return
    const [, path] = /^\/[^/]+\/[^/]+\/resolve\/main\/(.+)$/.exec(pathname) ?? []
    if (path !== undefined) {
      const next = left.shift()
      if (next) return response.writeHead(next.status, next.headers).end()
      if (!(path in files)) return response.writeHead(404).end('Entry not found')
      return response.writeHead(302, { location: `${storage}/storage/${path}` }).end()
    }
    const file = files[pathname.replace(/^\/storage\//, '')]
    if (!file) return response.writeHead(404).end()
    return send(response, file, ignoresRanges ? undefined : range)
  })

  function send(response: ServerResponse, file: Uint8Array, range: string | undefined): void {
    const [, start] = /^bytes=(\d+)-$/.exec(range ?? '') ?? []
    const from = Number(start ?? 0)
    if (from >= file.length && start !== undefined) {
      response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end()
      return
    }
    const body = file.subarray(from)
    response.writeHead(start === undefined ? 200 : 206, {
      'content-length': body.length,
      'accept-ranges': 'bytes',
      ...(start !== undefined && { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` }),
    })
    if (breaks && breaksLeft > 0 && body.length > breaks.after) {
      breaksLeft -= 1
      response.write(body.subarray(0, breaks.after), () => setTimeout(() => response.destroy(), 50))
    } else response.end(body)
  }

  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
