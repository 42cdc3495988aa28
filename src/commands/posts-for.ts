import type { Request } from '../platform/request.ts'
import { placeKey } from '../store/json-columns.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Services } from './services.ts'
import { isOwnMail, placeOf } from './subscription-place.ts'

/** Whether nobody else reads what is said here. */
const isAlone = ({ where: { platform, posts } }: Request) =>
  platform === 'terminal' || posts?.kind === 'direct'

/**
 * The daily posts that come to a place, and those by mail that its reader asked for: all of them where nobody else reads,
 * which alone is told their addresses, and elsewhere those that were asked for in this very place.
 *
 * @throws PaperboyError where no posts can go, and none were asked for
 */
export async function postsFor(
  request: Request,
  { store: { subscriptions } }: Pick<Services, 'store'>,
): Promise<{ here: readonly Subscription[]; mailed: readonly Subscription[]; isAlone: boolean }> {
  const alone = isAlone(request)
  const { posts } = request.where
  const own = (await subscriptions.mailedBy(request.who.id)).filter((one) => isOwnMail(one, request))
  const mailed = own.filter(({ asked }) => alone || (asked && posts && placeKey(asked) === placeKey(posts)))
  const here = posts || mailed.length === 0 ? await subscriptions.at(placeOf(request)) : []
  return { here, mailed, isAlone: alone }
}
