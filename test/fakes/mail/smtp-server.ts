import { once } from 'node:events'
import type { Socket } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { createMoments } from '../moments.ts'

/** A mail as the server took it, byte for byte. */
export type Taken = { from: string; to: readonly string[]; raw: Buffer }

/** Where a conversation with the server is. */
export type Step = 'MAIL' | 'RCPT' | 'DATA' | 'taken' | 'answered'

/** What a server answers instead: a code with words. */
export class Refusal extends Error {
  readonly responseCode: number
  constructor(responseCode: number, words: string) {
    super(words)
    this.responseCode = responseCode
  }
}

/**
 * A mail server on this machine that speaks SMTP for real and delivers nowhere.
 *
 * @param at happens at each step; what it throws is what the server answers
 */
export async function startSmtpServer(at: (step: Step, drop: () => void) => Promise<void> | void = () => {}) {
  const taken: Taken[] = []
  const moments = createMoments()
  const sockets = new Set<Socket>()
  /** Breaks every connection, as a server that ends does. */
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  const step = async (name: 'greeting' | 'MAIL' | 'RCPT', done: (error?: Error | null) => void) => {
    const tell = moments.begin(name)
    try {
      await tell('arrived')
      if (name !== 'greeting') await at(name, drop)
      done()
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
    await tell('answered')
  }
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onConnect: (_, done) => void step('greeting', done),
    onMailFrom: (_, __, done) => void step('MAIL', done),
    onRcptTo: (_, __, done) => void step('RCPT', done),
    onData(stream, session, done) {
      const work = async () => {
        await moments.begin('DATA')('answered')
        await at('DATA', drop)
        const begun = moments.begin('text')
        const pieces: Buffer[] = []
        for await (const piece of stream) {
          if (pieces.length === 0) await begun('arrived')
          pieces.push(Buffer.from(piece))
        }
        const raw = Buffer.concat(pieces)
        const tell = moments.begin('end')
        const { mailFrom, rcptTo } = session.envelope
        await tell('arrived')
        await at('taken', drop)
        taken.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
        })
        await tell('recorded')
        await at('answered', drop)
        return tell
      }
      work().then(
        (tell) => {
          done()
          void tell('answered')
        },
        (error: Error) => done(error),
      )
    },
  })
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
  })
  server.on('error', () => undefined)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const address = listening.address()
  const port = typeof address === 'object' ? address?.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    /** Of a connection, in order: `greeting`, `MAIL`, `RCPT`, `DATA`, `text` (all but its end is coming in), `end`. */
    moments,
    close: () =>
      new Promise<void>((resolve) => {
        drop()
        server.close(() => resolve())
      }),
  }
}
