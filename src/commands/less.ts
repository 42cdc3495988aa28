import type { Paper } from '../papers/paper.ts'
import type { Output } from '../platform/json-output.ts'
import { paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { choicesPage } from './choices.ts'
import type { Command } from './command.ts'
import { resolvePaper } from './resolve-paper.ts'
import { checkMayUse, placeOf } from './subscription-place.ts'
import { usageReply } from './usage.ts'

/** Papers that a subscription remembers as unwanted; the oldest are forgotten first. */
const mostUnwanted = 20
const undoing = /^undo\s+/i

/**
 * What the button "Less like this" of a daily post does. Everybody who reads the posts may press it: it only moves
 * papers down, says so, and can be undone.
 */
export const less: Command = {
  name: 'less',
  audience: 'asker',
  mayUse: 'members',
  changes: 'place',
  summary: 'Have daily posts here bring less like a paper',
  options: [{ name: 'paper', summary: 'its number in the post, id or name', kind: 'paper', required: true }],
  examples: ['less 2', 'less TAROT'],
  hidden: true,
  quick: true,
  async *run({ request, rest }, services) {
    if (rest === '') {
      yield { reply: usageReply(less) }
      return
    }
    const { subscriptions } = services.store
    const here = await subscriptions.at(placeOf(request))
    if (here.length === 0) {
      yield { reply: said('No daily post comes here, so there is nothing to change.', 'warning', []) }
      return
    }
    const undo = undoing.test(rest)
    const found = await resolvePaper(rest.replace(undoing, ''), request, services)
    if (found.kind !== 'found') {
      yield choicesPage('less', found)
      return
    }
    await checkMayUse(less, request, services)
    for (const { id } of here) await subscriptions.change(id, (known) => changed(known, found.paper, undo))
    yield { reply: noted(found.paper, undo) }
  },
}

function changed(subscription: Subscription, { id }: Paper, undo: boolean): Subscription {
  const others = subscription.less.filter((paper) => paper !== id)
  return { ...subscription, less: undo ? others : [...others, id].slice(-mostUnwanted) }
}

function noted({ id, title }: Paper, undo: boolean): Reply {
  const data: Output<'less'> = { less: id, undone: undo }
  const page = undo
    ? said(`Undone: papers like “${title}” are welcome again.`, 'answer', [])
    : said(`Noted: papers like “${title}” come last in the posts here.`, 'answer', [
        run('Undo', `less undo ${id}`),
      ])
  return { ...page, data }
}

function said(words: string, tone: 'answer' | 'warning', actions: NonNullable<Reply['actions']>): Reply {
  return reply({ summary: words, tone, audience: 'asker', blocks: [paragraph(words)], actions })
}
