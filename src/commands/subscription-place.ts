import { PaperboyError } from '../lib/errors.ts'
import type { Request } from '../platform/request.ts'
import { paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import { placeKey } from '../store/json-columns.ts'
import { readPlace } from '../store/place-settings.ts'
import type { Changers, PostAddress, Subscription } from '../store/subscriptions.ts'
import type { Command } from './command.ts'
import { isOperator } from './permissions.ts'
import type { Services } from './services.ts'

/** @throws PaperboyError where no posts can go */
export function placeOf({ where }: Request): PostAddress {
  if (where.posts) return where.posts
  throw new PaperboyError(
    'Daily posts cannot come here: they go to a channel or a direct message of Slack or Discord.',
    'Subscribe there, or type today whenever you like.',
    { type: ['today'] },
  )
}

/** Who changes what comes to the place of a request: what was set for it, else for all, else what its platform has. */
export async function changersOf(
  { where, changedBy }: Request,
  { store, subscriptionsBy }: Pick<Services, 'store' | 'subscriptionsBy'>,
): Promise<Changers> {
  const own = where.posts && (await readPlace(store.facts, where.posts)).changedBy
  return own ?? subscriptionsBy ?? changedBy ?? 'everyone'
}

/**
 * Whether a person may change by this command what comes to the place they are in, or a subscription there of their own.
 *
 * @throws PaperboyError that says who can
 */
export async function checkMayUse(
  command: Pick<Command, 'mayUse'>,
  request: Request,
  services: Pick<Services, 'store' | 'subscriptionsBy' | 'operators'>,
  subscription?: Subscription,
): Promise<void> {
  const refusal = await refusalOf(command, request, services, subscription)
  if (refusal) throw refusal
}

/** The same; undefined where they may. */
export async function refusalOf(
  { mayUse }: Pick<Command, 'mayUse'>,
  request: Request,
  services: Pick<Services, 'store' | 'subscriptionsBy' | 'operators'>,
  subscription?: Subscription,
): Promise<PaperboyError | undefined> {
  const { who, where, isMember, mayManage } = request
  if (mayUse === 'operators' && isOperator(request, services)) return undefined
  if (mayUse === 'operators')
    return new PaperboyError(
      'Only the person who runs me can do that.',
      'Ask them to do it on the command line.',
    )
  if (where.posts?.kind === 'direct') return undefined
  const changers = mayUse === 'subscribers' ? await changersOf(request, services) : mayUse
  if (changers === 'everyone') return undefined
  const isOwn = subscription?.owner.id === who.id
  if (changers === 'members' || isOwn) {
    if (!isMember || (await isMember())) return undefined
    return new PaperboyError(
      'Only members of this workspace can change what comes here.',
      'Guests can subscribe themselves, in a direct message.',
    )
  }
  if (!mayManage || (await mayManage())) return undefined
  return new PaperboyError(
    'You cannot change what everybody in this channel gets.',
    'Those who manage it can, and so can the person who made a subscription; in a direct message, you can subscribe yourself.',
  )
}

/**
 * What somebody is told who may not change what comes to a place.
 *
 * @param instead the line that gives the same to them alone
 */
export function refusedReply({ message, advice }: PaperboyError, instead: string): Reply {
  return reply({
    summary: message,
    tone: 'warning',
    audience: 'asker',
    blocks: [paragraph(message), ...(advice === undefined ? [] : [paragraph(advice)])],
    actions: [run('Send it to me alone', instead)],
  })
}

/** @throws PaperboyError where Paperboy may not post, before anybody waits for what cannot come */
export async function checkCanPost({ postsNeed }: Request): Promise<void> {
  const need = await postsNeed?.()
  if (need === undefined) return
  throw new PaperboyError(
    'Daily posts cannot come here: I may not post in this channel.',
    `${need} Then subscribe again.`,
  )
}

/** Whether it goes out by mail, and this person asked for it, somewhere on the platform and in the workspace they are in. */
export function isOwnMail({ to, owner, asked }: Subscription, { who, where }: Request): boolean {
  if (to.platform !== 'mail' || owner.id !== who.id) return false
  if ((asked?.platform ?? 'terminal') !== where.platform) return false
  // Direct conversations of Discord are in no server.
  return (
    asked?.workspace === undefined || where.workspace === undefined || asked.workspace === where.workspace
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
  const found = await store.subscriptions.get(id.toLowerCase())
  if (found && isOwnMail(found, request)) return found
  const place = placeOf(request)
  if (found && placeKey(found.to) === placeKey(place)) return found
  throw noneHere(id)
}

/** @param id left out, there is none at all */
export const noneHere = (id?: string): PaperboyError =>
  id === undefined
    ? new PaperboyError(
        'No daily post comes here, so there is nothing to change.',
        'Type subscribe at 9:00 to get one.',
        { type: ['subscribe at 9:00'] },
      )
    : new PaperboyError(
        `There is no subscription “${id.slice(0, 20)}” here.`,
        'Type subscriptions to list them.',
        { type: ['subscriptions'] },
      )
