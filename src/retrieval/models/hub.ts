import { open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Dispatcher, EnvHttpProxyAgent, fetch, type RequestInit, type Response } from 'undici'
import { waitAsked } from '../../lib/http-waits.ts'
import { isPublicHost } from '../../lib/public-host.ts'
import { DamagedFile, onDisk, type Part } from './files.ts'
import { type ModelFile, repositoryOf } from './model.ts'
import { type ModelSource, type Order, SourceFailure } from './source.ts'

export type HubOptions = {
  /** Its address, such as `https://huggingface.co`, or that of a mirror. */
  endpoint: string
  token?: string
  /** For tests; the defaults suit a server far away. */
  connectTimeoutMs?: number
  /** How long it may be silent once it is connected. */
  silenceMs?: number
  firstWaitMs?: number
}

/** Attempts after which a file is given up, when none of them brought a single byte, and in all. */
const attempts = { fruitless: 3, all: 50 }
/** A server that asks for a longer wait, in milliseconds, is left alone. */
const longestWaitMs = 30_000
/** As many as browsers follow. */
const mostRedirects = 20
/** What is read of a file whose length is not known. */
const mostBytes = 2_000_000_000

/** The Hugging Face hub, or a mirror of it. Broken downloads go on where they were; the proxies of the environment are used. */
export function createHub({
  endpoint,
  token,
  connectTimeoutMs = 5_000,
  silenceMs = 30_000,
  firstWaitMs = 1_000,
}: HubOptions): ModelSource {
  const host = new URL(endpoint).host

  return {
    name: host,
    async fetch(order) {
      const dispatcher = new EnvHttpProxyAgent({
        connectTimeout: connectTimeoutMs,
        headersTimeout: silenceMs,
        bodyTimeout: silenceMs,
      })
      try {
        for (const file of order.missing) await fetchFile(file, order, dispatcher)
      } finally {
        await dispatcher.destroy()
      }
    },
  }

  async function fetchFile(file: ModelFile, order: Order, dispatcher: Dispatcher): Promise<void> {
    const { folder, model } = order
    const part = await folder.startPart(file)
    const wasBegun = part.bytes > 0
    try {
      await receive(file, part, order, dispatcher)
    } catch (error) {
      await folder.leavePart(part)
      throw error
    }
    try {
      await folder.finishPart(model, file, part)
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error
      // What was gone on with may have been the fault.
      if (wasBegun) return fetchFile(file, order, dispatcher)
      throw new SourceFailure(`${host} has another ${file.name} than that of ${model.name}`, { cause: error })
    }
  }

  /** Goes on until the part is as long as the server says. */
  async function receive(file: ModelFile, part: Part, order: Order, dispatcher: Dispatcher): Promise<void> {
    let fruitless = 0
    for (let tried = 1; ; tried += 1) {
      const before = part.bytes
      let wait: number | undefined
      try {
        const answer = await ask(file, part, order, dispatcher)
        if (answer === 'complete') return
        wait = answer.wait
      } catch (cause) {
        order.signal.throwIfAborted()
        if (cause instanceof SourceFailure || !isNetwork(cause)) throw cause
        if (tried === 1 && part.bytes === before)
          throw new SourceFailure(`${host} cannot be reached`, { cause })
      }
      fruitless = part.bytes > before ? 0 : fruitless + 1
      if (fruitless >= attempts.fruitless || tried >= attempts.all)
        throw new SourceFailure(`${host} breaks off again and again`)
      wait ??= firstWaitMs * 2 ** fruitless
      if (wait > longestWaitMs) throw new SourceFailure(`${host} asks us to come back later`)
      await sleep(wait, undefined, { signal: order.signal })
    }
  }

  async function ask(
    file: ModelFile,
    part: Part,
    { model, missing, report, folder, signal }: Order,
    dispatcher: Dispatcher,
  ): Promise<'complete' | { wait: number | undefined }> {
    const url = new URL(`${repositoryOf(model)}/resolve/main/${file.path}`, `${endpoint.replace(/\/$/, '')}/`)
    const response = await follow(url, {
      dispatcher,
      signal,
      headers: {
        // Ranges count the bytes of the file itself.
        'accept-encoding': 'identity',
        ...(part.bytes > 0 && { range: `bytes=${part.bytes}-` }),
      },
    })
    const { status } = response
    if (status === 429 || status >= 500) {
      await response.body?.cancel()
      return { wait: waitAsked(response.headers) ?? undefined }
    }
    if (!response.ok && status !== 416) {
      await response.body?.cancel()
      throw new SourceFailure(`${host} answered with status ${status}`)
    }
    // Either it does not know ranges, or what we have is longer than its file.
    if (status === 416 || !goesOn(response, part.bytes)) await onDisk(folder.path, () => cut(part))
    if (status === 416) {
      await response.body?.cancel()
      return { wait: 0 }
    }
    const total = lengthOf(response, part.bytes) ?? file.bytes
    const { before, all } = shareOf(file, missing)
    await onDisk(folder.path, () =>
      append(response, part, file, (done) =>
        report({ source: host, done: before + done, total: all ?? total }),
      ),
    )
    if (total !== undefined && part.bytes < total) return { wait: undefined }
    return 'complete'
  }

  /**
   * The hub leads to where its files are stored, and there it goes without the token. One out in the internet leads to
   * nothing in here.
   */
  async function follow(start: URL, request: RequestInit & { headers: Record<string, string> }) {
    let url = start
    for (let hops = 0; ; hops += 1) {
      const authorization = token && url.origin === start.origin ? { authorization: `Bearer ${token}` } : {}
      const response = await fetch(url, {
        ...request,
        redirect: 'manual',
        headers: { ...request.headers, ...authorization },
      })
      const location = response.headers.get('location')
      if (response.status < 300 || response.status > 399 || location === null) return response
      await response.body?.cancel()
      const next = URL.parse(location, url.href)
      if (!next || hops === mostRedirects) throw new SourceFailure(`${host} led nowhere`)
      if (next.hostname !== start.hostname && !(await isPublicHost(next)) && (await isPublicHost(start)))
        throw new SourceFailure(`${host} led to an address of this network`)
      url = next
    }
  }

  async function append(
    { body }: Response,
    part: Part,
    { bytes = mostBytes, name }: ModelFile,
    report: (done: number) => void,
  ): Promise<void> {
    const handle = await open(part.path, 'r+')
    try {
      for await (const chunk of body ?? []) {
        if (!(chunk instanceof Uint8Array)) continue
        if (part.bytes + chunk.length > bytes) throw new SourceFailure(`${host} sends more than a ${name}`)
        await handle.write(chunk, 0, chunk.length, part.bytes)
        part.bytes += chunk.length
        report(part.bytes)
      }
    } finally {
      await handle.close()
    }
  }
}

async function cut(part: Part): Promise<void> {
  const handle = await open(part.path, 'r+')
  await handle.truncate(0)
  await handle.close()
  part.bytes = 0
}

/** Whether an answer begins where our part ends. */
function goesOn({ status, headers }: Response, from: number): boolean {
  if (status !== 206) return from === 0
  const [, start] = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '') ?? []
  return Number(start) === from
}

/** The length of the whole file, as an answer says it. */
function lengthOf({ status, headers }: Response, from: number): number | undefined {
  const [, ofRange] = /\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? []
  if (status === 206) return ofRange === undefined ? undefined : Number(ofRange)
  const length = headers.get('content-length')
  return length === null ? undefined : from + Number(length)
}

/** What comes before a file, and all together; the file alone counts where lengths are not known. */
function shareOf(
  file: ModelFile,
  missing: readonly ModelFile[],
): { before: number; all: number | undefined } {
  const lengths = missing.map(({ bytes }) => bytes)
  const known = lengths.filter((length) => length !== undefined)
  if (known.length < lengths.length) return { before: 0, all: undefined }
  const sum = (some: readonly number[]) => some.reduce((total, length) => total + length, 0)
  return { before: sum(known.slice(0, missing.indexOf(file))), all: sum(known) }
}

/** undici says "fetch failed" and "terminated", with the reason behind. */
function isNetwork(error: unknown): boolean {
  return error instanceof TypeError
}
