import type { Paper } from '../papers/paper.ts'
import type { Output } from '../platform/json-output.ts'
import type { Request } from '../platform/request.ts'
import { paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { choicesPage } from './choices.ts'
import type { Command } from './command.ts'
import { resolvePaper } from './resolve-paper.ts'
import type { Services } from './services.ts'
import { checkMayUse, placeOf } from './subscription-place.ts'
import { usageReply } from './usage.ts'

/** Papers that a subscription remembers as unwanted; the oldest are forgotten first. */
const mostUnwanted = 20
const undoing = /^undo\s+/i

/**
 * What the button "Less like this" of a daily post does: it moves papers down, says so, and can be undone. Everybody who
 * reads the posts may press it. The posts of the place change for those who may change its subscriptions; for anybody
 * else those that come to them alone do.
 */
export const less: Command = {
  name: 'less',
  audience: 'asker',
  mayUse: 'subscribers',
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
    const { own: ownPlace } = request.where
    const own = ownPlace ? await subscriptions.at(ownPlace) : []
    if (here.length === 0 && own.length === 0) {
      yield { reply: said('No daily post comes here, so there is nothing to change.', 'warning', []) }
      return
    }
    const undo = undoing.test(rest)
    const found = await resolvePaper(rest.replace(undoing, ''), request, services)
    if (found.kind !== 'found') {
      yield choicesPage('less', found)
      return
    }
    const steered = await theirs(here, own, request, services)
    for (const { id } of steered) await subscriptions.change(id, (known) => changed(known, found.paper, undo))
    yield { reply: noted(found.paper, undo, steered === own ? 'your own posts' : 'the posts here') }
  },
}

/**
 * The subscriptions that this person may steer: those of the place, or else their own.
 *
 * @throws PaperboyError where there are none
 */
async function theirs(
  here: readonly Subscription[],
  own: readonly Subscription[],
  request: Request,
  services: Services,
): Promise<readonly Subscription[]> {
  let refusal: unknown
  const allowed: Subscription[] = []
  for (const subscription of here) {
    try {
      await checkMayUse(less, request, services, subscription)
      allowed.push(subscription)
    } catch (error) {
      refusal ??= error
    }
  }
  if (allowed.length > 0) return allowed
  if (own.length > 0) return own
  throw refusal
}

function changed(subscription: Subscription, { id }: Paper, undo: boolean): Subscription {
  const others = subscription.less.filter((paper) => paper !== id)
  return { ...subscription, less: undo ? others : [...others, id].slice(-mostUnwanted) }
}

function noted({ id, title }: Paper, undo: boolean, where: 'the posts here' | 'your own posts'): Reply {
  const data: Output<'less'> = { less: id, undone: undo }
  const page = undo
    ? said(`Undone: papers like “${title}” are welcome again.`, 'answer', [])
    : said(`Noted: papers like “${title}” come last in ${where}.`, 'answer', [run('Undo', `less undo ${id}`)])
  return { ...page, data }
}

function said(words: string, tone: 'answer' | 'warning', actions: NonNullable<Reply['actions']>): Reply {
  return reply({ summary: words, tone, audience: 'asker', blocks: [paragraph(words)], actions })
}
