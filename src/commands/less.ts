import type { PaperboyError } from '../lib/errors.ts'
import type { Paper } from '../papers/paper.ts'
import type { Output } from '../platform/json-output.ts'
import type { Request } from '../platform/request.ts'
import { note, paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { choicesPage } from './choices.ts'
import type { Command, Input, Shown } from './command.ts'
import { channelOf, vote } from './place-votes.ts'
import { resolvePaper } from './resolve-paper.ts'
import type { Services } from './services.ts'
import { placeOf, refusalOf } from './subscription-place.ts'
import { usageReply } from './usage.ts'

/** Papers that a subscription remembers as liked, and as unwanted; the oldest are forgotten first. */
const mostRemembered = 20
const undoing = /^undo\s+/i

/** What people think of a paper -> how a subscription calls those that they think so of. */
const opinions = { prefer: 'likes', less: 'less' } as const
type Opinion = keyof typeof opinions

/**
 * What the buttons "More like this" and "Less like this" of a daily post do: they move papers up or down, say so, and can
 * be undone. Everybody who reads the posts may press them. The posts of the place change for those who may change its
 * subscriptions; for anybody else those that come to them alone do.
 */
const steering = {
  audience: 'asker',
  mayUse: 'subscribers',
  changes: 'place',
  options: [{ name: 'paper', summary: 'its number in the post, id or name', kind: 'paper', required: true }],
  hidden: true,
  quick: true,
} as const satisfies Partial<Command>

export const less: Command = {
  ...steering,
  name: 'less',
  summary: 'Get fewer papers like this one in the daily posts here',
  examples: ['less 2', 'less TAROT'],
  run: (input, services) => steer('less', input, services),
}

export const prefer: Command = {
  ...steering,
  name: 'prefer',
  summary: 'Get more papers like this one in the daily posts here',
  examples: ['prefer 2', 'prefer TAROT'],
  run: (input, services) => steer('prefer', input, services),
}

async function* steer(opinion: Opinion, { request, rest }: Input, services: Services): AsyncIterable<Shown> {
  if (rest === '') {
    yield { reply: usageReply(opinion === 'less' ? less : prefer) }
    return
  }
  const { subscriptions } = services.store
  const here = await subscriptions.at(placeOf(request))
  const { own: ownPlace } = request.where
  const own = ownPlace ? await subscriptions.at(ownPlace) : []
  // Anyone who reads a channel has a vote there.
  const votes = opinion === 'prefer' && channelOf(request) !== undefined
  if (here.length === 0 && own.length === 0 && !votes) {
    yield { reply: said('No daily post comes here, so there is nothing to change.', 'warning', []) }
    return
  }
  const undo = undoing.test(rest)
  const found = await resolvePaper(rest.replace(undoing, ''), request, services)
  if (found.kind !== 'found') {
    yield choicesPage(opinion, found)
    return
  }
  await vote(request, found.paper.id, undo || opinion === 'less', services)
  const steered = await theirs(here, own, request, services)
  if ('refusal' in steered) {
    if (!votes) throw steered.refusal
    yield { reply: counted(found.paper, undo, steered.refusal) }
    return
  }
  for (const { id } of steered.allowed)
    await subscriptions.change(id, (known) => changed(known, found.paper, opinion, undo))
  const where = steered.allowed === own ? 'your own posts' : 'the posts here'
  yield { reply: noted(found.paper, opinion, undo, where) }
}

/** The subscriptions that this person may steer: those of the place, or else their own; why not, where there are none. */
async function theirs(
  here: readonly Subscription[],
  own: readonly Subscription[],
  request: Request,
  services: Services,
): Promise<{ allowed: readonly Subscription[] } | { refusal: PaperboyError | undefined }> {
  let refusal: PaperboyError | undefined
  const allowed: Subscription[] = []
  for (const subscription of here) {
    const refused = await refusalOf(less, request, services, subscription)
    if (refused) refusal ??= refused
    else allowed.push(subscription)
  }
  if (allowed.length > 0) return { allowed }
  return own.length > 0 ? { allowed: own } : { refusal }
}

/** What is said of a vote that steers no post. */
function counted({ id, title }: Paper, undo: boolean, refusal: PaperboyError | undefined): Reply {
  const data: Output<'prefer'> = { prefer: id, undone: undo }
  const words = undo
    ? `Undone: your vote for “${title}” in this channel.`
    : `Counted: a vote for “${title}” in this channel’s “trending here”.`
  const actions = undo ? [] : [run('Undo', `prefer undo ${id}`), run('Trending here', 'trending here')]
  const page = said(words, 'answer', actions)
  const why = refusal ? [note(`${refusal.message} ${refusal.advice}`)] : []
  return { ...page, blocks: [...page.blocks, ...why], data }
}

/** Nobody wants more and less like one paper: the later opinion takes the place of the earlier. */
function changed(subscription: Subscription, { id }: Paper, opinion: Opinion, undo: boolean): Subscription {
  const { likes = [], less: unwanted, ...rest } = subscription
  const without = {
    likes: likes.filter((paper) => paper !== id),
    less: unwanted.filter((paper) => paper !== id),
  }
  const kept = {
    likes,
    less: unwanted,
    ...(undo ? { [opinions[opinion]]: without[opinions[opinion]] } : without),
  }
  const added = undo
    ? kept
    : { ...kept, [opinions[opinion]]: [...kept[opinions[opinion]], id].slice(-mostRemembered) }
  return { ...rest, less: added.less, ...(added.likes.length > 0 && { likes: added.likes }) }
}

function noted(
  { id, title }: Paper,
  opinion: Opinion,
  undo: boolean,
  where: 'the posts here' | 'your own posts',
): Reply {
  const data: Output<'less'> | Output<'prefer'> =
    opinion === 'less' ? { less: id, undone: undo } : { prefer: id, undone: undo }
  const undone =
    opinion === 'less'
      ? `papers like “${title}” are welcome again`
      : `papers like “${title}” are treated like any other`
  const done = `papers like “${title}” come ${opinion === 'less' ? 'last' : 'first'} in ${where}`
  const page = undo
    ? said(`Undone: ${undone}.`, 'answer', [])
    : said(`Noted: ${done}.`, 'answer', [
        run('Undo', `${opinion} undo ${id}`),
        ...(opinion === 'prefer' ? [run('Similar papers now', `similar ${id}`)] : []),
      ])
  return { ...page, data }
}

function said(words: string, tone: 'answer' | 'warning', actions: NonNullable<Reply['actions']>): Reply {
  return reply({ summary: words, tone, audience: 'asker', blocks: [paragraph(words)], actions })
}
