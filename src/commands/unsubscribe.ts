import type { Command } from './command.ts'
import { postsFor } from './posts-for.ts'
import { end } from './subscription-edit.ts'
import { checkMayUse } from './subscription-place.ts'
import { listReply } from './subscriptions.ts'
import { whichSubscription } from './which-subscription.ts'

export const unsubscribe: Command = {
  name: 'unsubscribe',
  group: 'posts',
  audience: 'everyone',
  mayUse: 'subscribers',
  changes: 'place',
  quick: true,
  summary: 'End a daily post that comes here',
  options: [
    { name: 'id', summary: 'its id, as subscriptions shows it', kind: 'subscription', required: false },
  ],
  examples: ['unsubscribe', '/unsubscribe'],
  async *run({ request, rest }, services) {
    if (rest === '') {
      yield { reply: listReply(await postsFor(request, services), services) }
      return
    }
    const which = await whichSubscription(rest, request, services, (id) => `unsubscribe ${id}`)
    if ('ask' in which) {
      yield { reply: which.ask }
      return
    }
    const subscription = which.found
    await checkMayUse(unsubscribe, request, services, subscription)
    yield await end(subscription, services)
  },
}
