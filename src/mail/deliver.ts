import { z } from 'zod'
import { LostError } from '../jobs/holder.ts'
import type { Clock } from '../lib/clock.ts'
import type { Json } from '../lib/json.ts'
import type { DeliverTogether, Mark, Post, Receipt } from '../platform/deliver.ts'
import { cleanLine, truncate } from '../replies/clean.ts'
import type { Mail, Sender } from './compose.ts'
import { drawHtml, drawText, type Section } from './draw.ts'
import type { Tokens } from './tokens.ts'
import type { Hand } from './transport.ts'

export type DeliverParts = {
  sender: Sender
  tokens: Tokens
  compose: (mail: Mail) => Promise<Buffer>
  hand: Hand
  clock: Clock
}

type Item = { post: Post; mark: Mark }

/** How far a mail is: its end was about to be sent, or the server has taken it. */
const Posted = z.object({ ended: z.literal(true), taken: z.string().exactOptional() })

/**
 * Sends the posts of one reader as one mail, each at most once: that its end is about to be sent is noted of all of them
 * before, and what was noted so far is never sent again. Where no reply came to the end of a mail, nobody can know whether
 * it arrived, and its posts count as lost.
 */
export function createMailDeliver({ sender, tokens, compose, hand, clock }: DeliverParts): DeliverTogether {
  return async (to, items) => {
    if (to.kind !== 'direct') throw new Error('A mail has no reader.')
    const before = items.map(({ mark }) => Posted.safeParse(mark.posted).data)
    const open = items.filter((_, index) => before[index] === undefined)
    const receipt = open.length === 0 ? lost : await send(to.person, open)
    return before.map((known) => (known === undefined ? receipt : known.taken === undefined ? lost : done))
  }

  async function send(person: string, items: readonly Item[]): Promise<Receipt> {
    const marks = items.map(({ mark }) => mark)
    const noteAll = (posted: Json) => Promise.all(marks.map((mark) => mark.note(posted)))
    const checkMine = () => {
      if (!marks.every((mark) => mark.isMine())) throw new LostError()
    }
    const signal = AbortSignal.any(marks.map((mark) => mark.signal))
    const bytes = await compose(mailOf(person, items))
    signal.throwIfAborted()
    checkMine()
    const handed = await hand(
      bytes,
      { from: sender.from.address, to: person },
      {
        signal,
        async beforeEnd() {
          try {
            await noteAll({ ended: true })
            checkMine()
          } catch (error) {
            // The server has nothing: what is still ours may be sent again.
            await Promise.allSettled(marks.filter((mark) => mark.isMine()).map((mark) => mark.note(null)))
            throw error
          }
        },
      },
    )
    if (handed.kind === 'unknown') return lost
    if (handed.kind === 'taken') {
      await noteAll({ ended: true, taken: cleanLine(handed.response, 200) })
      return done
    }
    const why = `The mail server refused it (${handed.code}).`
    if (handed.permanent && handed.about === 'reader') return { kind: 'closed', why }
    // Nothing was taken, so that it may be sent again.
    await noteAll(null)
    throw new Error(why)
  }

  function mailOf(person: string, items: readonly Item[]): Mail {
    const [first] = items
    const kind = first?.mark.about?.kind ?? 'post'
    const ids = items.flatMap(({ mark }) => mark.about?.subscription ?? [])
    const [leave, settings] = [tokens.addressOf('leave', ids), tokens.addressOf('settings', ids)]
    const sections = items.map(sectionOf)
    const all =
      items.length < 2
        ? undefined
        : {
            words: `This mail contains ${items.length} posts that you confirmed.`,
            feet: [
              { label: 'Change or pause any of them', url: settings },
              { label: 'Unsubscribe from all of them', url: leave },
            ],
          }
    const key = items.map(({ mark }) => mark.key).join('.')
    return {
      to: person,
      subject: subjectOf(
        items.map(({ post }) => post),
        kind,
      ),
      text: drawText(sections, all),
      html: drawHtml(sections, all),
      messageId: `<${key}@${sender.from.address.slice(sender.from.address.lastIndexOf('@') + 1)}>`,
      date: clock.now(),
      ...(kind === 'post' && { list: { leave, settings } }),
    }
  }

  /** A post with why it comes and what ends it; a question with what says yes. */
  function sectionOf({ post, mark: { about } }: Item): Section {
    if (!about) throw new Error('A mail is about nothing.')
    const { kind, subscription, words } = about
    const linkTo = (purpose: Parameters<Tokens['addressOf']>[0], label: string) => ({
      label,
      url: tokens.addressOf(purpose, [subscription]),
    })
    return kind === 'post'
      ? {
          page: post.whole,
          words: `You get this because you confirmed it: ${words}`,
          feet: [linkTo('settings', 'Change or pause'), linkTo('leave', 'Unsubscribe')],
        }
      : {
          page: post.brief,
          words: 'If you did not ask for it, do nothing, and nothing more will be sent.',
          feet: [{ ...linkTo('confirm', 'Yes, send it to me'), main: true }],
        }
  }
}

const lost = { kind: 'lost' } as const
const done = { kind: 'posted', conversation: 'mail' } as const

/** The best title first, so that no two days look the same in a list of mails. */
function subjectOf(posts: readonly Post[], kind: 'post' | 'notice' | 'confirm'): string {
  const papers = posts.flatMap(({ details }) => details)
  const [[first], [post]] = [papers, posts]
  if (kind !== 'post' || !first) return cleanLine(post?.whole.summary ?? '', 120)
  const more = papers.length === 1 ? '' : `, and ${papers.length - 1} more`
  return `${truncate(cleanLine(first.summary), 70)}${more}`
}
