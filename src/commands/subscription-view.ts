import { nextInWords, subscriptionInWords } from '../digests/describe.ts'
import type { Output } from '../platform/json-output.ts'
import { code, note, paragraph, reply, run, strong } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Services } from './services.ts'

/** What will come, and when, with what can be done about it. */
export function subscribedReply(
  head: string,
  subscription: Subscription,
  { clock, engine }: Pick<Services, 'clock' | 'engine'>,
): Reply {
  const { id, schedule, quiet, nextDue } = subscription
  const isFed = (engine.sources ?? []).length > 0
  const words = subscriptionInWords(subscription)
  return reply({
    summary: `${head} ${words}`,
    tone: 'answer',
    blocks: [
      paragraph(strong(`${head} `), words),
      paragraph(`Next: ${nextInWords(schedule, beforeNext(nextDue, clock.now()))}.`),
      note(
        quiet === 'silence'
          ? 'On days without new papers nothing comes.'
          : 'On days without new papers I say so.',
        ' Change it with ',
        code(`subscribe edit ${id} at 8:30`),
        '.',
      ),
      ...(isFed
        ? []
        : [
            note(
              'No source brings new papers here yet: whoever runs me can set one, such as SOURCES=huggingface.',
            ),
          ]),
    ],
    actions: [
      run('Change time', `subscribe edit ${id}`),
      run('Unsubscribe', `unsubscribe ${id}`),
      run('See today’s', 'today'),
    ],
    data: subscriptionData(subscription),
  })
}

/** The moment from which on posts are told: the next may not be the first that the schedule alone would bring. */
export function beforeNext(nextDue: Date, now: Date): Date {
  return nextDue > now ? new Date(nextDue.getTime() - 1) : now
}

/** A subscription for scripts. */
export const subscriptionData = ({
  id,
  topic,
  schedule,
  top,
  quiet,
  paused,
  nextDue,
}: Subscription): Output<'subscribe'> => ({
  id,
  ...(topic !== undefined && { topic }),
  minute: schedule.minute,
  days: [...schedule.days],
  zone: schedule.zone,
  top,
  quiet,
  ...(paused !== undefined && { paused }),
  next: nextDue.toISOString(),
})
