import { once } from 'node:events'
import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

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
  const sockets = new Set<Socket>()
  /** Breaks every connection, as a server that ends does. */
  const drop = () => {
    for (const socket of sockets) socket.destroy()
  }
  const step = async (name: Step, done: (error?: Error | null) => void) => {
    try {
      await at(name, drop)
      done()
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  }
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onMailFrom: (_, __, done) => void step('MAIL', done),
    onRcptTo: (_, __, done) => void step('RCPT', done),
    onData(stream, session, done) {
      void step('DATA', () => undefined)
      const work = async () => {
        const raw = await buffer(stream)
        const { mailFrom, rcptTo } = session.envelope
        await at('taken', drop)
        taken.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
        })
        await at('answered', drop)
      }
      work().then(
        () => done(),
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
    close: () =>
      new Promise<void>((resolve) => {
        drop()
        server.close(() => resolve())
      }),
  }
}
