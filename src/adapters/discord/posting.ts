import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import { retry } from '../../lib/retry.ts'
import { reply as buildReply, note, paragraph } from '../../replies/build.ts'
import { isCited } from '../../replies/plain.ts'
import type { Reply } from '../../replies/reply.ts'
import type { Paging } from './buttons.ts'
import { faultOf } from './faults.ts'
import { hasFiles } from './pages.ts'
import { type MessageBody, renderPage, standInFor } from './render.ts'
import type { Transport } from './transports.ts'
import type { OpenTyping } from './typing.ts'
import type { Posted } from './work.ts'

export type PostingOptions = {
  /** How it may go out, the best first. */
  transports: readonly Transport[]
  /** What was posted before a restart. */
  posted?: Posted | undefined
  /** Remembers what is posted. */
  note(posted: Posted): Promise<void>
  /** Whether only the one who asked is to see a page. */
  isAlone(page: Reply): boolean
  openTyping: OpenTyping
  /** Told when a channel turns out to be closed. */
  onClosed(channel: string): void
  /** Who asked. */
  asker: string
  /** How the pages of a long reply are called, and the name of the thread that may be offered. */
  paging: Paging
  thread: string | undefined
  /** Others are there, and may be shown what comes of the line. */
  isForOthers: boolean
  log: Log
  /** A process that ended since may have posted what is not in `posted`. */
  resumed: boolean
  /** Nothing is sent once it has come. */
  signal: AbortSignal
  /** Asked right before something is sent: whether it is still ours to send. */
  isMine(): boolean
}

/** How a final message is tried again; a longer outage is left to a restart. */
const insisting = { first: 500, longest: 120_000, total: 10 * 60_000 }

/** A page as it is sent. */
type Drawn = { body: MessageBody; alone: boolean }

/** The message of one answer on Discord. */
export function createPosting(options: PostingOptions) {
  const {
    transports,
    posted,
    note: remember,
    isAlone,
    onClosed,
    asker,
    paging,
    thread,
    log,
    resumed,
  } = options
  const { signal, isMine } = options
  const begun = transports.findIndex((transport) => transport.name === posted?.way)
  const left = transports.slice(Math.max(0, begun))
  /** Until Discord does not take them here. */
  let pictures = true
  let known = begun < 0 ? undefined : posted?.id
  /** It is not known whether a message arrived. */
  let isUnsure = false
  /** How it is shown that an answer is being written. */
  const typing = options.openTyping(
    async () => left[0]?.showTyping?.(),
    (error) => {
      log.debug({ error: describeError(error) }, 'Discord does not show that an answer is being written')
      const [transport] = left
      if (transport && faultOf(error) === 'closed') giveUp(transport)
    },
    signal,
  )

  /** From now on it goes by the next transport. */
  function leave(transport: Transport): void {
    if (left[0] !== transport) return
    left.shift()
    known = undefined
  }

  function giveUp(transport: Transport): void {
    if (left[0] === transport && transport.channel !== undefined) onClosed(transport.channel)
    leave(transport)
  }

  async function put(transport: Transport, { body, alone }: Drawn): Promise<void> {
    if (!isMine()) throw new Error('Another process may have taken it over.')
    const id = await transport.put({ body, alone, known }).catch((error: unknown) => {
      if (known === undefined) isUnsure = true
      throw error
    })
    if (known === id) return
    known = id
    await remember({ way: transport.name, id, ...(alone && { alone }) })
    // What was there already is given back as it is, with an earlier version of the answer.
    if ((resumed || isUnsure) && isMine()) await transport.put({ body, alone, known: id })
  }

  async function drawOn(transport: Transport, page: Reply, final: boolean): Promise<void> {
    const told =
      transport.notice === undefined ? page : { ...page, blocks: [...page.blocks, note(transport.notice)] }
    const alone = isAlone(told)
    const isHidden = alone && transport.open === true
    if (!final) {
      if (!isHidden) await put(transport, { body: renderPage(told), alone })
      return
    }
    const share = alone && options.isForOthers && transport.name === 'token' ? paging : undefined
    const body = isHidden ? standInFor(asker, paging) : renderPage(told, { paging, share, thread, pictures })
    const waitAsked = (error: unknown) => (faultOf(error) === 'passing' ? 0 : undefined)
    await retry(() => put(transport, { body, alone }), insisting, { waitAsked, signal, unref: true })
  }

  /** A page that Discord refuses, it refuses each time; one line of text it takes. */
  async function drawSummary(transport: Transport, page: Reply): Promise<void> {
    try {
      await drawOn(transport, summaryOnly(page), true)
    } catch (error) {
      log.error({ error: describeError(error) }, 'Discord refused the summary of a message, too')
    }
  }

  return {
    /** The message, once there is one, and the channel it stands in, where that is the one it was asked in. */
    sent: (): { id: string; channel?: string } | undefined => {
      const channel = left[0]?.channel
      return known === undefined ? undefined : { id: known, ...(channel !== undefined && { channel }) }
    },

    /**
     * Shows a version of the reply in place of the one before, over another transport when one is closed. A version that is
     * not the final one may be skipped, and is no message as long as it holds no sentence that was checked.
     *
     * @throws whatever kept the final version from being delivered for now, so that a restart tries again
     */
    async draw(page: Reply, final: boolean): Promise<void> {
      if (!final && known === undefined && !isCited(page)) return typing.start()
      typing.stop()
      for (let transport = left[0]; transport; transport = left[0]) {
        try {
          return await drawOn(transport, page, final)
        } catch (error) {
          const fault = faultOf(error)
          log.debug(
            { way: transport.name, fault, error: describeError(error) },
            'Discord did not take a message',
          )
          if (pictures && hasFiles(page) && (fault === 'closed' || fault === 'refused')) {
            // The words may go where files may not: without the permission Attach Files, or where they are too large.
            pictures = false
            continue
          }
          switch (fault) {
            case 'passing':
              if (final) throw error
              return
            case 'deleted':
              return
            case 'refused':
              log.error(
                { error: describeError(error) },
                'Discord refused a message; its summary is sent instead',
              )
              return drawSummary(transport, page)
            case 'closed':
              giveUp(transport)
              break
            case 'gone':
            case 'acknowledged':
              leave(transport)
          }
        }
      }
      log.error(
        {},
        'An answer could not be delivered in Discord: neither its channel nor its person takes messages',
      )
    },
  }
}

function summaryOnly({ summary, tone, audience }: Reply): Reply {
  const shared = { ...(tone && { tone }), ...(audience && { audience }) }
  return buildReply({ summary, blocks: [paragraph(summary)], ...shared })
}
