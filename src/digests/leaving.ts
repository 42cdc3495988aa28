import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { AdapterParts } from '../platform/adapter.ts'
import type { Store } from '../store/store.ts'

const why = 'I was removed from here, and posts stopped; resume them if you want them again'

/** Stops the posts of a workspace that took Paperboy out. They stay there, paused, for who invites it again. */
export function stopPostsOf({
  store,
  log,
}: {
  store: Pick<Store, 'subscriptions'>
  log: Log
}): NonNullable<AdapterParts['onLeft']> {
  return async (workspace) => {
    try {
      const paused = await store.subscriptions.pauseWithin(workspace, why)
      log.info({ ...workspace, paused }, 'Paperboy was removed from a workspace: its posts there are paused')
    } catch (error) {
      // Each pauses by itself once its next post is refused.
      log.error({ ...workspace, error: describeError(error) }, 'Posts of a workspace could not be paused')
    }
  }
}
