import { isForReader, unconfirmed, untilResumed } from '../digests/describe.ts'
import { afterPause, nextRun } from '../digests/schedule.ts'
import { readUntil } from '../digests/until-words.ts'
import { PaperboyError } from '../lib/errors.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Command, Input, Shown } from './command.ts'
import type { Services } from './services.ts'
import { checkCanPost, checkMayUse, noneHere } from './subscription-place.ts'
import { whenReply } from './subscription-questions.ts'
import { subscribedReply } from './subscription-view.ts'
import { whichSubscription } from './which-subscription.ts'

/** "until Monday", "for two weeks". */
const span = /(?:^|\s)(?:until|till?|for)\s+\S.*$/is

export const pause: Command = {
  name: 'pause',
  group: 'posts',
  audience: 'everyone',
  mayUse: 'subscribers',
  changes: 'place',
  quick: true,
  summary: 'Send nothing for a while: until a date, or until it is resumed',
  options: [
    { name: 'id', summary: 'its id, as subscriptions shows it', kind: 'subscription', required: false },
    { name: 'until', summary: 'the day it starts again', kind: 'text', required: false, lead: 'until' },
  ],
  examples: ['pause', 'pause until 10 January', 'pause for two weeks'],
  async *run(input, services) {
    const [until = ''] = span.exec(input.rest) ?? []
    const said = input.rest.slice(0, input.rest.length - until.length).trim()
    yield await change(said, until.trim(), input, services, (known, now) => {
      if (until === '') return { ...known, paused: untilResumed }
      const day = readUntil(until, now, known.schedule.zone)
      if (day === undefined) return undefined
      const { paused: _, ...active } = known
      return {
        ...active,
        pausedUntil: day,
        nextDue: nextRun(known.schedule, afterPause(known.schedule, day, now)).at,
      }
    })
  },
}

export const resume: Command = {
  name: 'resume',
  group: 'posts',
  audience: 'everyone',
  mayUse: 'subscribers',
  changes: 'place',
  quick: true,
  summary: 'Resume a daily post that was paused',
  options: [
    { name: 'id', summary: 'its id, as subscriptions shows it', kind: 'subscription', required: false },
  ],
  examples: ['resume', '/resume'],
  async *run(input, services) {
    await checkCanPost(input.request)
    yield await change(input.rest, '', input, services, (known, now) => {
      const { paused: _, pausedUntil: __, ...active } = known
      return { ...active, nextDue: nextRun(known.schedule, now).at }
    })
  },
}

/** @param wanted what becomes of a subscription; undefined where `until` names no day that lies ahead */
async function change(
  said: string,
  until: string,
  { request }: Input,
  services: Services,
  wanted: (known: Subscription, now: Date) => Subscription | undefined,
): Promise<Shown> {
  const { store, clock } = services
  const command = request.described.command ?? 'pause'
  const which = await whichSubscription(said, request, services, (id) => `${command} ${id} ${until}`.trim())
  if ('ask' in which) return { reply: which.ask }
  await checkMayUse(pause, request, services, which.found)
  const now = clock.now()
  checkNotForReader(which.found)
  if (!wanted(which.found, now)) return { reply: whenReply(until, which.found) }
  const changed = await store.subscriptions.change(which.found.id, (known) => ({
    ...((isForReader(known) ? undefined : wanted(known, now)) ?? known),
    confirmed: { conversation: request.where.conversation, by: request.who.id, at: now },
  }))
  if (!changed) throw noneHere(which.found.id)
  return {
    reply: subscribedReply(command === 'pause' ? 'Paused.' : 'It will come again.', changed, services),
  }
}

function checkNotForReader(subscription: Subscription): void {
  if (!isForReader(subscription)) return
  const isNew = subscription.paused === unconfirmed
  throw new PaperboyError(
    isNew ? 'Its reader has not confirmed it yet, and nothing is sent before that.' : 'Its reader paused it.',
    `Only they can ${isNew ? 'confirm it, by the mail they got' : 'resume it, by a link in each mail'}; you can end it.`,
  )
}
