import type { Clock } from '../lib/clock.ts'
import type { Adapter } from '../platform/adapter.ts'
import type { Serve } from '../platform/endpoint.ts'
import type { Store } from '../store/store.ts'
import { checkSigning, createCompose, type Sender } from './compose.ts'
import { createMailDeliver } from './deliver.ts'
import { createPages } from './pages.ts'
import { createSealed } from './seal.ts'
import { createTokens, secretOf } from './tokens.ts'
import { createTransport } from './transport.ts'

export type MailOptions = {
  sender: Sender
  smtpUrl: string
  publicUrl: string
  serve: Serve
  store: Pick<Store, 'subscriptions' | 'facts' | 'jobs' | 'people'>
  clock: Clock
}

/**
 * Posts by mail, and the pages that mails lead to. Nobody asks anything by mail.
 *
 * @throws PaperboyError when mail would go unsigned although it is to be signed
 */
export async function createMailAdapter(options: MailOptions): Promise<Adapter> {
  const { sender, smtpUrl, publicUrl, serve, store, clock } = options
  await checkSigning(sender)
  const secret = await secretOf({ store, clock })
  const [tokens, sealed] = [createTokens(secret, publicUrl), createSealed(secret)]
  const hand = createTransport(smtpUrl)
  const deliverTogether = createMailDeliver({ sender, tokens, clock, compose: createCompose(sender), hand })
  let end = (): Promise<void> => Promise.resolve()
  return {
    name: 'Mail',
    async start() {
      end = await serve({
        path: '/mail/',
        below: true,
        methods: ['GET', 'HEAD', 'POST'],
        tellsMethods: true,
        respond: createPages({ store, tokens, sealed, clock }),
      })
    },
    async stop() {
      await end()
    },
    failed: new Promise(() => undefined),
    isConnected: () => true,
    posts: {
      platform: 'mail',
      isDeaf: true,
      deliverTogether,
      async deliver(to, post, mark) {
        const [receipt] = await deliverTogether(to, [{ post, mark }])
        if (receipt) return receipt
        throw new Error('There is no receipt.')
      },
    },
  }
}
