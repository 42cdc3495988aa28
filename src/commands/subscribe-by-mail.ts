import { toJob } from '../digests/delivery.ts'
import { subscriptionInWords, unconfirmed } from '../digests/describe.ts'
import { nextRun } from '../digests/schedule.ts'
import { readWishes } from '../digests/words.ts'
import { PaperboyError } from '../lib/errors.ts'
import { readAddress } from '../mail/address.ts'
import { code, note, paragraph, reply, run } from '../replies/build.ts'
import { cleanLine } from '../replies/clean.ts'
import { postsOf } from '../store/queues.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Input, Shown } from './command.ts'
import { freshId, usual, zoneOf } from './new-subscription.ts'
import type { Services } from './services.ts'
import { confirmedBy, scheduleOf } from './subscription-edit.ts'
import { checkMayUse } from './subscription-place.ts'
import { problemOf } from './subscription-questions.ts'
import { tasteAfter } from './subscription-taste.ts'
import { subscriptionData } from './subscription-view.ts'

/** Most subscriptions of one address, confirmed or not: nobody fills the box of somebody else. */
const mostOfAddress = 3
/** Questions by mail that one person may have Paperboy send in a day. */
const mostADay = 10
const day = 24 * 3_600_000

/**
 * Asks the reader at an address whether they want what somebody asked for; only then it comes.
 *
 * @throws PaperboyError where no mail is sent, or the address is not one
 */
export async function addByMail(
  { rest, said }: { rest: string; said: string },
  { request }: Input,
  services: Services,
): Promise<Shown> {
  const { store, clock, feedsAt } = services
  if (!services.sendsMail)
    throw new PaperboyError(
      'I cannot send mail: no mail server is set.',
      'The person who runs me can set SMTP_URL.',
    )
  const address = readAddress(said)
  if (address === undefined)
    throw new PaperboyError(
      `“${cleanLine(said, 60)}” is not an address I can send mail to.`,
      'For example: subscribe about graphs to ada@example.org.',
      { type: ['subscribe about graphs to ada@example.org'] },
    )
  const read = readWishes(rest)
  const problem = problemOf(read, 'subscribe')
  if (problem) return problem
  await checkMayUse({ mayUse: 'subscribers' }, request, services)
  const now = clock.now()
  const { id: owner, name } = request.who
  const asker = `mail ${request.where.platform} ${request.where.workspace ?? ''} ${owner}`
  const asked = await store.jobs.ended(asking, asker, mostADay)
  if (asked.length >= mostADay && asked.every(({ endedAt }) => now.getTime() - endedAt.getTime() < day))
    throw new PaperboyError(
      `You have asked for ${mostADay} mails today, which is the limit.`,
      'Ask again tomorrow.',
    )
  const zone = read.wishes.zone ?? (await zoneOf(request))
  const schedule = scheduleOf({ ...usual, ...read.wishes, zone }, now)
  const { top = usual.top, quiet = 'silence' } = read.wishes
  const to = { platform: 'mail', kind: 'direct', person: address } as const
  const subscription: Subscription = {
    id: await freshId(services),
    to,
    owner: { id: owner, ...(name !== undefined && { name: cleanLine(name, 80) }) },
    ...tasteAfter(undefined, read.wishes, await store.papers.added()),
    schedule,
    top,
    quiet,
    less: [],
    paused: unconfirmed,
    ...(request.where.posts && { asked: request.where.posts }),
    createdAt: now,
    confirmed: confirmedBy(request, now),
    nextDue: nextRun(schedule, now).at,
  }
  const { id } = subscription
  // Asking too often gets the same reply: nobody finds out by it what comes to an address.
  if ((await store.subscriptions.at(to)).length < mostOfAddress) {
    await store.subscriptions.put(subscription)
    const due = {
      subscription: id,
      day: now.toISOString().slice(0, 10),
      kind: 'confirm' as const,
      to,
      due: now,
    }
    await store.jobs.add([{ ...toJob(due), queue: postsOf('mail') }])
  }
  const mark = { queue: asking, keys: [`${asker} ${id}`], dueAt: now, payload: null, series: asker }
  await store.jobs.record([mark], 'asked')
  const words = `I am asking ${address} by mail. It starts once they confirm, within three days.`
  return {
    reply: reply({
      summary: words,
      tone: 'answer',
      audience: 'asker',
      blocks: [
        paragraph(words),
        paragraph(subscriptionInWords(subscription)),
        note('Its id is ', code(id), '. Each mail has links to change, pause and end it.'),
      ],
      actions: [run('Undo', `unsubscribe ${id}`)],
      data: subscriptionData(subscription, feedsAt),
    }),
  }
}

/** Of what was asked for by mail it is only counted who did. */
const asking = 'asking'
