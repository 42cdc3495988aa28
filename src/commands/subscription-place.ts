import { PaperboyError } from '../lib/errors.ts'
import type { Request } from '../platform/request.ts'
import { placeKey } from '../store/json-columns.ts'
import type { PostAddress, Subscription } from '../store/subscriptions.ts'
import type { Command } from './command.ts'
import { checkIsOperator } from './permissions.ts'
import type { Services } from './services.ts'

/** @throws PaperboyError where no posts can go */
export function placeOf({ where }: Request): PostAddress {
  if (where.posts) return where.posts
  throw new PaperboyError(
    'Daily posts cannot come here: they go to a channel or a direct message of Slack or Discord.',
    'Subscribe there, or type today whenever you like.',
  )
}

/**
 * Whether a person may change by this command what comes to the place they are in, or a subscription there of their own.
 *
 * @throws PaperboyError that says who can
 */
export async function checkMayUse(
  { mayUse }: Pick<Command, 'mayUse'>,
  request: Request,
  { subscriptionsBy, operators }: Pick<Services, 'subscriptionsBy' | 'operators'>,
  subscription?: Subscription,
): Promise<void> {
  const { who, where, isMember, mayManage } = request
  if (mayUse === 'everyone') return
  if (mayUse === 'members') {
    if (!isMember || (await isMember())) return
    throw new PaperboyError(
      'Only members of this workspace can change what comes here.',
      'Guests of other workspaces can subscribe in their own.',
    )
  }
  if (mayUse === 'operators') return checkIsOperator(request, { operators })
  if (where.posts?.kind === 'direct' || subscriptionsBy === 'everyone' || !mayManage) return
  if (where.platform === 'slack' && subscription?.owner.id === who.id) return
  if (await mayManage()) return
  throw new PaperboyError(
    'You cannot change what everybody in this channel gets.',
    where.platform === 'slack'
      ? 'Whoever made the subscription and the admins of the workspace can; in a direct message, you can subscribe yourself.'
      : 'Members who may manage the channel can; in a direct message, you can subscribe yourself.',
  )
}

/** @throws PaperboyError where Paperboy may not post, before anybody waits for what cannot come */
export async function checkCanPost({ canPost }: Request): Promise<void> {
  if (!canPost || (await canPost())) return
  throw new PaperboyError(
    'Daily posts cannot come here: I am not in this channel.',
    'Invite me with /invite @Paperboy, and subscribe again.',
  )
}

/**
 * The subscription of this place with an id.
 *
 * @throws PaperboyError when there is none: those of other places are not told of
 */
export async function subscriptionHere(
  id: string,
  request: Request,
  { store }: Pick<Services, 'store'>,
): Promise<Subscription> {
  const place = placeOf(request)
  const found = await store.subscriptions.get(id.toLowerCase())
  if (found && placeKey(found.to) === placeKey(place)) return found
  throw noneHere(id)
}

/** @param id left out, there is none at all */
export const noneHere = (id?: string): PaperboyError =>
  id === undefined
    ? new PaperboyError(
        'No daily post comes here, so there is nothing to change.',
        'Type subscribe at 9:00 to get one.',
      )
    : new PaperboyError(
        `There is no subscription “${id.slice(0, 20)}” here.`,
        'Type subscriptions to see those there are.',
      )
