import { addressOf, newToken } from '../feeds/addresses.ts'
import { addressIn } from '../feeds/feed.ts'
import type { Request } from '../platform/request.ts'
import { code, note, paragraph, reply, run } from '../replies/build.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Command } from './command.ts'
import type { Services } from './services.ts'
import { checkMayUse, noneHere } from './subscription-place.ts'
import { subscriptionData } from './subscription-view.ts'
import { whichSubscription } from './which-subscription.ts'

export const feed: Command = {
  name: 'feed',
  group: 'posts',
  audience: 'everyone',
  mayUse: 'subscribers',
  changes: 'place',
  quick: true,
  summary: 'Follow a daily post in a feed reader, or end its feed',
  options: [
    { name: 'id', summary: 'its id, as subscriptions shows it', kind: 'subscription', required: false },
  ],
  examples: ['feed', '/feed'],
  async *run({ request, rest }, services) {
    const { store, feedsAt } = services
    const [, said = '', off] = /^(\S*?)\s*(\boff)?$/i.exec(rest.trim()) ?? [undefined, rest.trim()]
    const typed = (id: string) => (off === undefined ? `feed ${id}` : `feed ${id} off`)
    const own = await ownElsewhere(said, request, services)
    const which = own ? { found: own } : await whichSubscription(said, request, services, typed)
    if ('ask' in which) {
      yield { reply: which.ask }
      return
    }
    await checkMayUse(feed, request, services, which.found)
    if (feedsAt === undefined) {
      const words = 'I have no feeds: no public address is set.'
      const advice = 'The person who runs me can set PUBLIC_URL.'
      const data = subscriptionData(which.found, undefined)
      yield {
        reply: reply({ summary: words, tone: 'answer', blocks: [paragraph(words), note(advice)], data }),
      }
      return
    }
    const changed = await store.subscriptions.change(which.found.id, ({ feed: before, ...known }) =>
      off === undefined ? { ...known, feed: before ?? newToken() } : known,
    )
    if (!changed) throw noneHere(which.found.id)
    const { id } = changed
    const address = addressOf(changed, feedsAt)
    const words = address === undefined ? `${id} no longer has a feed.` : `The feed of ${id}:`
    yield {
      reply: reply({
        summary: words,
        tone: 'answer',
        blocks:
          address === undefined
            ? [
                paragraph(words),
                note('Readers with the old address get nothing more. A new feed has a new address.'),
              ]
            : [
                // Not as links, which platforms would fetch to show what is behind them.
                paragraph(words, ' ', code(addressIn({ address }, 'atom'))),
                paragraph('As JSON Feed: ', code(addressIn({ address }, 'json'))),
                note('Anyone with the address can read which papers this post showed, and nothing else.'),
              ],
        actions: [
          address === undefined ? run('New feed', `feed ${id}`) : run('Revoke the address', `feed ${id} off`),
        ],
        data: subscriptionData(changed, feedsAt),
      }),
    }
  },
}

/** A subscription that comes elsewhere, for who made it: its address is a secret, to be told where nobody else reads. */
async function ownElsewhere(
  id: string,
  { who, where }: Request,
  { store }: Pick<Services, 'store'>,
): Promise<Subscription | undefined> {
  if (where.posts?.kind !== 'direct' || id === '') return undefined
  const found = await store.subscriptions.get(id.toLowerCase())
  if (found?.owner.id !== who.id || found.to.platform !== where.platform) return undefined
  // Direct conversations of Discord are in no server.
  const isHere = where.posts.workspace === undefined || where.posts.workspace === found.to.workspace
  return isHere ? found : undefined
}
