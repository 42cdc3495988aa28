import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import type { Store } from '../store/store.ts'

/** What a page does for anyone who has its address. */
export type Purpose = 'confirm' | 'leave' | 'settings'

export type Tokens = {
  /** The address of a page about subscriptions: those of one mail. */
  addressOf(purpose: Purpose, subscriptions: readonly string[]): string
  /** What a path below `/mail/` is for; undefined when nobody was given it. It says nothing of a subscription being there. */
  read(path: string): { purpose: Purpose; subscriptions: readonly string[] } | undefined
}

/**
 * Addresses of pages: they hold no address of anybody, work as long as the secret is kept, also when the subscription is
 * gone, and cannot be made by others.
 */
export function createTokens(secret: Buffer, publicUrl: string): Tokens {
  const base = `${publicUrl.replace(/\/+$/, '')}/mail/`
  const macOf = (purpose: Purpose, ids: string) =>
    createHmac('sha256', secret).update(`${purpose} ${ids}`).digest().subarray(0, 16)
  return {
    addressOf(purpose, subscriptions) {
      const ids = subscriptions.join('.')
      return `${base}${purpose}/${ids}-${macOf(purpose, ids).toString('base64url')}`
    },
    read(path) {
      const [, said, ids = '', mac = ''] =
        /^(confirm|leave|settings)\/([a-z0-9.]{1,200})-([\w-]{22})$/.exec(path) ?? []
      const purpose = (['confirm', 'leave', 'settings'] as const).find((one) => one === said)
      if (!purpose || !timingSafeEqual(Buffer.from(mac, 'base64url'), macOf(purpose, ids))) return undefined
      return { purpose, subscriptions: ids.split('.') }
    },
  }
}

const Kept = z.object({ secret: z.string() })

/** The secret of this database, made when it is first asked for. */
export async function secretOf({
  store: { facts },
  clock,
}: {
  store: Pick<Store, 'facts'>
  clock: Clock
}): Promise<Buffer> {
  const read = async () => Kept.safeParse((await facts.get('mail', 'secret'))?.value).data?.secret
  if ((await read()) === undefined)
    await facts.put('mail', 'secret', { secret: randomBytes(32).toString('base64url') }, clock.now())
  // Of two that make one at the same time, the one that is kept counts.
  return Buffer.from((await read()) ?? '', 'base64url')
}
