import { type App, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt'
import { retry, within } from '../../../lib/retry.ts'
import { emitTelemetry } from '../../../lib/telemetry.ts'
import { waitAfter } from '../calling/faults.ts'

export type SocketOptions = {
  appToken: string
  apiUrl: string | undefined
  logger: Logger
  /** Called when the connection is lost for good. */
  onLost(error: unknown): void
}

/** A receiver that knows whether Slack can reach it at this moment. */
export type SocketReceiver = Receiver & { isConnected(): boolean }

/** A pong must come back within this many milliseconds; a socket that is only half open is noticed after about twice. */
const pingTimeout = 2_500
/** How long Slack may take to greet, in milliseconds. */
const greetingTimeout = 8_000
/** How long a lost connection is tried again, in milliseconds. */
const reconnecting = { first: 100, longest: 10_000, total: 15 * 60_000 }

/**
 * Socket Mode over connections that replace each other. Bolt's own reconnecting waits for seconds in which clicks and
 * commands are lost, and ends the process when Slack refuses; so each connection gets a receiver of its own, and when
 * Slack announces the end of one, the next is opened before it is gone.
 */
export function createSocketReceiver({ appToken, apiUrl, logger, onLost }: SocketOptions): SocketReceiver {
  const stopped = new AbortController()
  const open = new Set<SocketModeReceiver>()
  let app: App | undefined

  async function connect(): Promise<void> {
    const receiver = new SocketModeReceiver({
      appToken,
      logger,
      clientPingTimeout: pingTimeout,
      autoReconnectEnabled: false,
      installerOptions: {
        clientOptions: {
          ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
          retryConfig: { retries: 0 },
          rejectRateLimitedCalls: true,
          timeout: greetingTimeout,
        },
      },
    })
    if (app) receiver.init(app)
    try {
      await within(receiver.start(), greetingTimeout, 'Slack did not greet on the socket')
    } catch (error) {
      hangUp(receiver)
      throw error ?? new Error('The socket was closed before Slack greeted')
    }
    open.add(receiver)
    receiver.client.on('ws_message', (data: unknown) => {
      if (announcesEnd(data)) replace(receiver)
    })
    receiver.client.on('disconnected', () => replace(receiver))
    if (stopped.signal.aborted) hangUp(receiver)
  }

  /** Opens the next connection, once for each that ends. */
  function replace(receiver: SocketModeReceiver): void {
    if (!open.delete(receiver) || stopped.signal.aborted) return
    emitTelemetry({ kind: 'reconnecting', platform: 'slack' })
    const patiently = { waitAsked: waitAfter, signal: stopped.signal }
    retry(connect, reconnecting, patiently).catch((error: unknown) => {
      if (!stopped.signal.aborted) onLost(error)
    })
  }

  return {
    init(given) {
      app = given
    },
    start: connect,
    isConnected: () => open.size > 0,
    async stop() {
      stopped.abort()
      for (const receiver of open) hangUp(receiver)
      open.clear()
    },
  }
}

/** Its promise settles when the other side hangs up too, which may be never; nobody waits for it. */
function hangUp(receiver: SocketModeReceiver): void {
  receiver.client.disconnect().catch(() => undefined)
}

/** Whether a message on the socket is Slack's `disconnect`. */
function announcesEnd(data: unknown): boolean {
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return false
  try {
    const message: unknown = JSON.parse(data)
    return (
      typeof message === 'object' && message !== null && 'type' in message && message.type === 'disconnect'
    )
  } catch {
    return false
  }
}
