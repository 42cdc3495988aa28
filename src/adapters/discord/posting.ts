import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import { retry } from '../../lib/retry.ts'
import { reply as buildReply, note, paragraph } from '../../replies/build.ts'
import type { Reply } from '../../replies/reply.ts'
import { faultOf } from './faults.ts'
import { type MessageBody, renderBeginning, renderReply } from './render.ts'
import type { Way } from './ways.ts'
import type { Posted } from './work.ts'

export type PostingOptions = {
  /** The ways to go out, the best first. */
  ways: readonly Way[]
  /** What was posted before a restart. */
  posted?: Posted | undefined
  /** Remembers what is posted. */
  note(posted: Posted): Promise<void>
  /** Told when a channel turns out to be closed. */
  onClosed(channel: string): void
  /** How a button calls the rest of a long reply, and the name of the thread that may be offered. */
  more: string
  thread: string | undefined
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

/** The messages of one answer on Discord. */
export function createPosting(options: PostingOptions) {
  const { ways, posted, note: remember, onClosed, more, thread, log, resumed, signal, isMine } = options
  const left = [
    ...ways.slice(
      Math.max(
        0,
        ways.findIndex((way) => way.name === posted?.way),
      ),
    ),
  ]
  /** Until Discord does not take them here. */
  let pictures = true
  const ids: string[] = left[0]?.name === posted?.way ? [...(posted?.ids ?? [])] : []

  /** Messages of which it is not known whether they arrived. */
  const unsure = new Set<number>()

  async function put(way: Way, slot: number, body: MessageBody): Promise<void> {
    if (!isMine()) throw new Error('Another process may have taken it over.')
    const known = ids[slot]
    const id = await way.put(slot, body, known).catch((error: unknown) => {
      if (known === undefined) unsure.add(slot)
      throw error
    })
    if (known === id) return
    ids[slot] = id
    await remember({ way: way.name, ids })
    // What was there already is given back as it is, with an earlier version of the answer.
    if ((resumed || unsure.has(slot)) && isMine()) await way.put(slot, body, id)
  }

  /** Tries again what may be tried again. */
  function insist(way: Way, slot: number, body: MessageBody): Promise<void> {
    const waitAsked = (error: unknown) =>
      faultOf(error) === 'passing' && way.repeatable(slot, ids[slot]) ? 0 : undefined
    return retry(() => put(way, slot, body), insisting, { waitAsked, signal, unref: true })
  }

  async function drawWhole(way: Way, reply: Reply): Promise<void> {
    const bodies = renderBeginning(reply, { more, thread, pictures })
    for (const [slot, body] of bodies.entries()) {
      try {
        await insist(way, slot, body)
      } catch (error) {
        if (slot === 0 || faultOf(error) !== 'passing') throw error
        // It may or may not have arrived: instead of showing it twice, the message before offers the rest.
        const [shorter] = renderReply(reply, { from: slot - 1, most: 1, more, thread, pictures })
        if (shorter) await insist(way, slot - 1, shorter)
        return
      }
    }
  }

  async function drawOn(way: Way, reply: Reply, final: boolean): Promise<void> {
    const told = way.notice === undefined ? reply : { ...reply, blocks: [...reply.blocks, note(way.notice)] }
    if (final) return drawWhole(way, told)
    const [body] = renderReply(told, { most: 1 })
    if (body) await put(way, 0, body)
  }

  /** A page that Discord refuses, it refuses each time; one line of text it takes. */
  async function drawSummary(way: Way, reply: Reply): Promise<void> {
    try {
      await drawOn(way, summaryOnly(reply), false)
    } catch (error) {
      log.error({ error: describeError(error) }, 'Discord refused the summary of a message, too')
    }
  }

  return {
    /** The ids of the messages so far. */
    ids: (): readonly string[] => ids,

    /**
     * Shows a version of the reply in place of the one before, over another way when one is closed. A version that is
     * not the final one may be skipped.
     *
     * @throws whatever kept the final version from being delivered for now, so that a restart tries again
     */
    async draw(reply: Reply, final: boolean): Promise<void> {
      for (let way = left[0]; way; way = left[0]) {
        try {
          return await drawOn(way, reply, final)
        } catch (error) {
          const fault = faultOf(error)
          log.debug({ way: way.name, fault, error: describeError(error) }, 'Discord did not take a message')
          if (pictures && hasPicture(reply) && (fault === 'closed' || fault === 'refused')) {
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
              return drawSummary(way, reply)
            case 'closed':
              if (way.channel !== undefined) onClosed(way.channel)
              break
            case 'gone':
            case 'acknowledged':
          }
          left.shift()
          ids.length = 0
        }
      }
      log.error(
        {},
        'An answer could not be delivered in Discord: neither its channel nor its person takes messages',
      )
    },
  }
}

const hasPicture = ({ blocks }: Reply): boolean => blocks.some(({ kind }) => kind === 'image')

function summaryOnly({ summary, tone }: Reply): Reply {
  return buildReply({ summary, blocks: [paragraph(summary)], ...(tone && { tone }) })
}
