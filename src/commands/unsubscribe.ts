import { subscriptionInWords } from '../digests/describe.ts'
import { wishesTyped } from '../digests/words.ts'
import { paragraph, reply, run } from '../replies/build.ts'
import type { Command } from './command.ts'
import { checkMayUse, placeOf, subscriptionHere } from './subscription-place.ts'
import { listReply } from './subscriptions.ts'

export const unsubscribe: Command = {
  name: 'unsubscribe',
  audience: 'everyone',
  mayUse: 'managers',
  changes: 'place',
  quick: true,
  summary: 'End a daily post that comes here',
  options: [
    { name: 'id', summary: 'its id, as subscriptions shows it', kind: 'subscription', required: false },
  ],
  examples: ['unsubscribe', '/unsubscribe'],
  async *run({ request, rest }, services) {
    const { store, clock } = services
    const place = placeOf(request)
    if (rest === '') {
      yield { reply: listReply(await store.subscriptions.at(place), clock.now()) }
      return
    }
    const subscription = await subscriptionHere(rest, request, services)
    await checkMayUse(unsubscribe, request, services, subscription)
    await store.subscriptions.remove(subscription.id)
    const { topic, schedule, top, quiet } = subscription
    const again = wishesTyped({ ...(topic !== undefined && { topic }), ...schedule, top, quiet })
    const words = `Unsubscribed. It was: ${subscriptionInWords(subscription)}`
    yield {
      reply: reply({
        summary: words,
        tone: 'answer',
        blocks: [paragraph(words)],
        actions: [run('Undo', `subscribe ${again}`)],
        data: { unsubscribed: subscription.id },
      }),
    }
  },
}
