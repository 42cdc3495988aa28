import {
  isForReader,
  likesInWords,
  nextInWords,
  pauseInWords,
  setUpInWords,
  subscriptionInWords,
} from '../digests/describe.ts'
import { addressOf } from '../feeds/addresses.ts'
import { addressIn } from '../feeds/feed.ts'
import type { Request } from '../platform/request.ts'
import { code, fill, hint, list, note, paragraph, prose, reply, run, strong, time } from '../replies/build.ts'
import type { Action, Block, Inline, Prose, Reply } from '../replies/reply.ts'
import { placeKey } from '../store/json-columns.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Command } from './command.ts'
import { postsFor } from './posts-for.ts'
import type { Services } from './services.ts'
import { beforeNext, subscriptionData } from './subscription-view.ts'

export const subscriptions: Command = {
  name: 'subscriptions',
  group: 'posts',
  audience: 'everyone',
  mayUse: 'everyone',
  shows: 'home',
  quick: true,
  summary: 'List the daily posts that come here, or to any channel you can read',
  options: [
    {
      name: 'which',
      summary: 'all: also those of other channels you can read, shown only to you',
      kind: 'extent',
      required: false,
      choices: ['all'],
    },
  ],
  examples: ['subscriptions', 'subscriptions all'],
  async *run({ request, rest }, services) {
    const posts = await postsFor(request, services)
    const page = listReply(posts, services)
    const isForAll = /^all\b/i.test(rest)
    // What others read says nothing of channels that they may not see.
    if (!posts.isAlone && !isForAll)
      yield {
        reply: request.channels ? withAction(page, run('In all my channels', 'subscriptions all')) : page,
      }
    else {
      const elsewhere = await inChannels(request, services, isForAll)
      const whole = { ...page, blocks: [...page.blocks, ...elsewhere] }
      yield { reply: posts.isAlone ? whole : { ...whole, audience: 'asker' } }
    }
  },
}

const withAction = (page: Reply, action: Action): Reply => ({
  ...page,
  actions: [...(page.actions ?? []), action],
})

/** Most posts that are told of the channels of a person. */
const mostInChannels = 20

/**
 * What comes to the other channels that the asker can read, where nobody else reads the answer.
 *
 * @param isAsked whether they want to know, so that it is said where nothing comes
 */
async function inChannels(
  { channels: lookUp, where }: Request,
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  isAsked: boolean,
): Promise<readonly Block[]> {
  const channels = await lookUp?.()
  if (!channels) return isAsked ? [note('I cannot see other channels from here.')] : []
  if (!channels.known) return [note(channels.why)]
  const here = where.posts && placeKey(where.posts)
  const others = channels.known.map(({ posts }) => posts).filter((posts) => placeKey(posts) !== here)
  const found = await store.subscriptions.atAny(others, mostInChannels)
  if (found.length === 0) return isAsked ? [note('None come to the other channels you can read.')] : []
  const names = new Map(channels.known.map(({ name, posts }) => [placeKey(posts), name]))
  const now = clock.now()
  return [
    paragraph(where.posts?.kind === 'channel' ? 'In your other channels:' : 'In your channels:'),
    list(found.map((one) => prose(strong(names.get(placeKey(one.to)) ?? ''), ' ', ...lineOf(one, now)))),
    note('They are changed in their channels, with ', hint('subscriptions'), ' there.'),
  ]
}

/** Also what `unsubscribe` shows to choose from. */
export function listReply(
  posts: Pick<Awaited<ReturnType<typeof postsFor>>, 'here' | 'mailed' | 'isAlone'>,
  { clock, feedsAt }: Pick<Services, 'clock' | 'feedsAt'>,
): Reply {
  const now = clock.now()
  const { here } = posts
  const mailed = posts.isAlone ? posts.mailed : []
  const all = [...here, ...mailed]
  if (all.length === 0)
    return reply({
      summary: 'No daily posts come here.',
      tone: 'answer',
      blocks: [
        paragraph('No daily posts come here. Try ', hint('subscribe about diffusion models at 9:00'), '.'),
      ],
      actions: [fill('Subscribe', 'subscribe')],
      data: { subscriptions: [] },
    })
  const head = headOf(here.length, mailed.length)
  const itemOf = (one: Subscription) =>
    prose(code(one.id), ' ', ...lineOf(one, now), ...feedOf(one, feedsAt), ...addressedTo(one))
  return reply({
    summary: head,
    tone: 'answer',
    blocks: [
      paragraph(head),
      ...(here.length === 0 ? [] : [list(here.map(itemOf))]),
      ...(here.length === 0 || mailed.length === 0 ? [] : [paragraph('By mail:')]),
      ...(mailed.length === 0 ? [] : [list(mailed.map(itemOf))]),
    ],
    actions: all.flatMap((one) => [
      ...(pauseInWords(one, now) === undefined || isForReader(one)
        ? []
        : [run(`Resume ${one.id}`, `resume ${one.id}`)]),
      fill(`Change ${one.id}`, `subscribe edit ${one.id}`),
      run(`Unsubscribe ${one.id}`, `unsubscribe ${one.id}`),
      ...(feedsAt === undefined ? [] : [feedAction(one)]),
    ]),
    data: { subscriptions: all.map((one) => subscriptionData(one, feedsAt)) },
  })
}

function headOf(here: number, mailed: number): string {
  if (here === 0)
    return mailed === 1 ? 'One daily post goes out by mail:' : `${mailed} daily posts go out by mail:`
  return here === 1 ? 'One daily post comes here:' : `${here} daily posts come here:`
}

const addressedTo = ({ to }: Subscription): readonly Inline[] =>
  to.platform === 'mail' && to.kind === 'direct' ? [{ kind: 'text', text: ' To ' }, code(to.person)] : []

/** Not as a link, which platforms would fetch to show what is behind it. */
function feedOf(subscription: Subscription, feedsAt: string | undefined): readonly Inline[] {
  const address = addressOf(subscription, feedsAt)
  if (address === undefined) return []
  return [{ kind: 'text', text: ' Feed: ' }, code(addressIn({ address }, 'atom'))]
}

const feedAction = ({ id, feed }: Subscription) =>
  feed === undefined ? run(`Feed of ${id}`, `feed ${id}`) : run(`Revoke feed of ${id}`, `feed ${id} off`)

function lineOf(subscription: Subscription, now: Date): Prose {
  const { paused, schedule, nextDue } = subscription
  const [next] = nextInWords(schedule, beforeNext(nextDue, now))
  const pause = pauseInWords(subscription, now)
  const setUp = setUpInWords(subscription)
  const likes = likesInWords(subscription)
  return prose(
    [subscriptionInWords(subscription), ...(pause === undefined ? [] : [pause])].join(' '),
    ...(paused === undefined && next ? [' Next: ', time(next.at, next.words), '.'] : []),
    ...(likes === undefined ? [] : [` ${likes}`]),
    ...(setUp === undefined ? [] : [` ${setUp}`]),
  )
}
