import type { Clock } from '../lib/clock.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { Membership } from '../platform/adapter.ts'
import type { Store } from '../store/store.ts'

const why = 'I was removed from here, and posts stopped; resume them if you want them again'

type Parts = { store: Pick<Store, 'subscriptions' | 'leaving'>; clock: Clock; log: Log }

/**
 * What becomes of workspaces that take Paperboy out: their posts stop at once, and stay there, paused, for who invites it
 * again; what is kept of them goes once they have been left for long enough (`keepStoreSmall`).
 */
export function createMembership({ store: { subscriptions, leaving }, clock, log }: Parts): Membership {
  const tried = async (about: object, work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      // Posts pause by themselves once they are refused, and the next start compares anew where Paperboy is.
      log.error(
        { ...about, error: describeError(error) },
        'What a workspace did to Paperboy was not recorded',
      )
    }
  }

  return {
    left: (from) =>
      tried(from, async () => {
        await leaving.mark(from, clock.now())
        const paused = await subscriptions.pauseWithin(from, why)
        log.info({ ...from, paused }, 'Paperboy was removed from a workspace: its posts there are paused')
      }),
    leftChannel: (from) =>
      tried(from, async () => {
        const posts = await subscriptions.at(from)
        for (const { id } of posts) await subscriptions.pause(id, why)
        log.info(
          { ...from, posts: posts.length },
          'Paperboy was removed from a channel: its posts there are paused',
        )
      }),
    joined: (to) =>
      tried(to, async () => {
        if (await leaving.unmark(to))
          log.info({ ...to }, 'Paperboy is back in a workspace that had removed it')
      }),
    async known(platform) {
      try {
        return await leaving.known(platform)
      } catch (error) {
        log.error({ platform, error: describeError(error) }, 'The known workspaces could not be looked up')
        return []
      }
    },
  }
}
