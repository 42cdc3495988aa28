import { z } from 'zod'
import { LostError } from '../jobs/holder.ts'
import type { Clock } from '../lib/clock.ts'
import type { Deliver, Mark, Post } from '../platform/deliver.ts'
import { cleanLine, truncate } from '../replies/clean.ts'
import type { Mail, Sender } from './compose.ts'
import { drawHtml, drawText, type Foot } from './draw.ts'
import type { Tokens } from './tokens.ts'
import type { Hand } from './transport.ts'

export type DeliverParts = {
  sender: Sender
  tokens: Tokens
  compose: (mail: Mail) => Promise<Buffer>
  hand: Hand
  clock: Clock
}

/** How far a mail is: its end was about to be sent, or the server has taken it. */
const Posted = z.object({ ended: z.literal(true), taken: z.string().exactOptional() })

/**
 * Sends posts as mails, each at most once: that its end is about to be sent is noted before, and what was noted so far is
 * never sent again. Where no reply came to the end of a mail, nobody can know whether it arrived, and it counts as lost.
 */
export function createMailDeliver({ sender, tokens, compose, hand, clock }: DeliverParts): Deliver {
  return async (to, post, mark) => {
    if (to.kind !== 'direct' || !mark.about) throw new Error('A mail has no reader.')
    const done = { kind: 'posted', conversation: `mail ${mark.key}` } as const
    const before = Posted.safeParse(mark.posted).data
    if (before) return before.taken === undefined ? lost : done
    const bytes = await compose(mailOf(to.person, post, mark.about, mark))
    mark.signal.throwIfAborted()
    if (!mark.isMine()) throw new LostError()
    const handed = await hand(
      bytes,
      { from: sender.from.address, to: to.person },
      {
        signal: mark.signal,
        async beforeEnd() {
          await mark.note({ ended: true })
          if (!mark.isMine()) throw new LostError()
        },
      },
    )
    if (handed.kind === 'unknown') return lost
    if (handed.kind === 'taken') {
      await mark.note({ ended: true, taken: cleanLine(handed.response, 200) })
      return done
    }
    const why = `The mail server refused it (${handed.code}).`
    if (handed.permanent && handed.about === 'reader') return { kind: 'closed', why }
    // Nothing was taken, so that it may be sent again.
    await mark.note(null)
    throw new Error(why)
  }

  function mailOf(person: string, post: Post, about: NonNullable<Mark['about']>, { key }: Mark): Mail {
    const { kind, subscription } = about
    const page = kind === 'post' ? post.whole : post.brief
    const leave = tokens.addressOf('leave', subscription)
    const settings = tokens.addressOf('settings', subscription)
    const feet: readonly Foot[] =
      kind === 'post'
        ? [
            { label: 'Change or pause', url: settings },
            { label: 'Unsubscribe', url: leave },
          ]
        : [{ label: 'Yes, send it to me', url: tokens.addressOf('confirm', subscription) }]
    const words =
      kind === 'post'
        ? 'You get this because you confirmed it.'
        : 'If you did not ask for it, do nothing: nothing more comes.'
    return {
      to: person,
      subject: subjectOf(post, kind),
      text: drawText(page, words, feet),
      html: drawHtml(page, words, feet),
      messageId: `<${key}@${sender.from.address.slice(sender.from.address.lastIndexOf('@') + 1)}>`,
      date: clock.now(),
      ...(kind === 'post' && { list: { leave, settings } }),
    }
  }
}

const lost = { kind: 'lost' } as const

/** The best title first, so that no two days look the same in a list of mails. */
function subjectOf({ details, whole, brief }: Post, kind: 'post' | 'notice' | 'confirm'): string {
  const [first] = details
  if (kind !== 'post' || !first) return cleanLine(kind === 'post' ? whole.summary : brief.summary, 120)
  const more = details.length === 1 ? '' : `, and ${details.length - 1} more`
  return `${truncate(cleanLine(first.summary), 70)}${more}`
}
