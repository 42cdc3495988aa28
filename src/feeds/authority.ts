import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import type { Store } from '../store/store.ts'
import type { Authority } from './feed.ts'

const Kept = z.object({ host: z.string(), day: z.iso.date() })

/** In whose name ids are made: the address that Paperboy had when it first had feeds, for good. */
export async function authorityOf(
  publicUrl: string,
  { store: { facts }, clock }: { store: Pick<Store, 'facts'>; clock: Clock },
): Promise<Authority> {
  const known = Kept.safeParse((await facts.get('feed', 'authority'))?.value).data
  if (known) return known
  const now = clock.now()
  const first = { host: new URL(publicUrl).hostname.toLowerCase(), day: now.toISOString().slice(0, 10) }
  await facts.put('feed', 'authority', first, now)
  return first
}
