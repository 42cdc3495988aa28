import { Readable } from 'node:stream'
import nodemailer from 'nodemailer'
import PQueue from 'p-queue'
import { z } from 'zod'

/** What became of a mail that was handed to the server. */
export type Handed =
  /** The server took it, and is to deliver it. */
  | { kind: 'taken'; response: string }
  /** The server refused it: a permanent code that begins with 5, or one for now. `about` says what it is about. */
  | { kind: 'refused'; permanent: boolean; about: 'reader' | 'sender'; code: string }
  /** All of it was handed over, and no reply came: nobody can know. */
  | { kind: 'unknown' }

export type Envelope = { from: string; to: string }

/**
 * Hands a mail over.
 *
 * @param beforeEnd asked once all but the final dot is on its way, which makes the server responsible: when it throws, the
 * server has nothing
 * @throws whatever may pass by itself, while the server surely has nothing
 */
export type Hand = (
  bytes: Buffer,
  envelope: Envelope,
  options: { beforeEnd: () => Promise<void>; signal: AbortSignal },
) => Promise<Handed>

/** Mails under way at once, and how far apart they begin, in milliseconds: servers slow down who hurries. */
const pace = { concurrency: 2, interval: 1_000, intervalCap: 4 }
/** In milliseconds. */
const waits = {
  connectionTimeout: 30_000,
  greetingTimeout: 30_000,
  socketTimeout: 120_000,
  dnsTimeout: 20_000,
}

const SmtpError = z.object({
  command: z.string().optional(),
  responseCode: z.number().optional(),
  response: z.string().optional(),
})

/** @param url such as `smtp://user:password@host:587` */
export function createTransport(url: string): Hand {
  const queue = new PQueue(pace)
  return (bytes, envelope, { beforeEnd, signal }) =>
    queue.add(async () => {
      signal.throwIfAborted()
      const giving = new AbortController()
      let isHanded = false
      let refusal: unknown
      async function* pieces(message: AsyncIterable<Buffer>) {
        yield* message
        try {
          await beforeEnd()
          isHanded = true
        } catch (error) {
          refusal = error
          giving.abort(error)
          throw error
        }
      }
      const transport = nodemailer.createTransport({
        url,
        ...waits,
        disableFileAccess: true,
        disableUrlAccess: true,
        maxRecipients: 1,
      })
      // A message is made as soon as it is to be sent; only what is behind that is read when the server asks for it.
      transport.use('stream', ({ message }, done) => {
        message.processFunc((made) => Readable.from(pieces(made), { objectMode: false, highWaterMark: 0 }))
        done()
      })
      try {
        const { response } = await transport.sendMail({
          envelope,
          raw: bytes,
          signal: AbortSignal.any([signal, giving.signal]),
        })
        return { kind: 'taken', response }
      } catch (error) {
        if (refusal !== undefined) throw refusal
        const refused = refusalIn(error)
        if (refused) return refused
        if (isHanded) return { kind: 'unknown' }
        throw error
      }
    })
}

function refusalIn(error: unknown): Extract<Handed, { kind: 'refused' }> | undefined {
  const { command = '', responseCode, response = '' } = SmtpError.safeParse(error).data ?? {}
  if (responseCode === undefined || responseCode < 400) return undefined
  const [, enhanced = ''] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? []
  const isReaders = (command === 'RCPT TO' || command === 'DATA') && !/^\d\.(?:7|3)\./.test(enhanced)
  return {
    kind: 'refused',
    permanent: responseCode >= 500,
    about: isReaders ? 'reader' : 'sender',
    code: `${responseCode} ${enhanced}`.trim(),
  }
}
