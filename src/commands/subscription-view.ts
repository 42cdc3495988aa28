import { nextInWords, pauseInWords, setUpInWords, subscriptionInWords } from '../digests/describe.ts'
import { addressOf } from '../feeds/addresses.ts'
import { addressIn } from '../feeds/feed.ts'
import type { Output } from '../platform/json-output.ts'
import { code, fill, hint, note, paragraph, reply, run, strong, text, time } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Services } from './services.ts'

/**
 * What will come, and when, with what can be done about it.
 *
 * @param undo the line that makes it what it was
 */
export function subscribedReply(
  head: string,
  subscription: Subscription,
  { clock, engine, feedsAt }: Pick<Services, 'clock' | 'engine' | 'feedsAt'>,
  undo?: string,
): Reply {
  const { id, schedule, quiet, nextDue } = subscription
  const isFed = (engine.sources ?? []).length > 0
  const words = subscriptionInWords(subscription)
  const pause = pauseInWords(subscription, clock.now())
  const setUp = setUpInWords(subscription)
  return reply({
    summary: `${head} ${words}`,
    tone: 'answer',
    blocks: [
      paragraph(strong(`${head} `), words),
      ...(pause === undefined ? [] : [paragraph(pause)]),
      ...(subscription.paused === undefined
        ? [
            paragraph(
              'Next: ',
              ...nextInWords(schedule, beforeNext(nextDue, clock.now())).flatMap(({ at, words }, index) =>
                index === 0 ? [time(at, words)] : [text(', '), time(at, words)],
              ),
              '.',
            ),
          ]
        : []),
      note(
        quiet === 'silence'
          ? 'On days without new papers nothing comes.'
          : 'On days without new papers I say so.',
        ' To change it, say ',
        hint('change it to 8:30'),
        ', ',
        hint('only three papers'),
        ' or ',
        hint('pause it until Monday'),
        '. Its id is ',
        code(id),
        '.',
      ),
      ...(setUp === undefined ? [] : [note(setUp)]),
      ...(isFed
        ? []
        : [
            note(
              'No source brings new papers here yet: the person who runs me can set one, such as SOURCES=huggingface.',
            ),
          ]),
    ],
    actions: [
      ...(undo === undefined ? [] : [run('Undo', undo)]),
      ...(pause === undefined ? [fill('Change', `subscribe edit ${id}`)] : [run('Resume', `resume ${id}`)]),
      ...(undo === `unsubscribe ${id}` ? [] : [run('Unsubscribe', `unsubscribe ${id}`)]),
      ...(undo === `unsubscribe ${id}` && setUp !== undefined
        ? [run('Only managers may', 'settings subscribe managers')]
        : []),
      run('See today’s', 'today'),
    ],
    data: subscriptionData(subscription, feedsAt),
  })
}

/** The moment from which on posts are told: the next may not be the first that the schedule alone would bring. */
export function beforeNext(nextDue: Date, now: Date): Date {
  return nextDue > now ? new Date(nextDue.getTime() - 1) : now
}

/** A subscription for scripts. */
export function subscriptionData(
  subscription: Subscription,
  feedsAt: string | undefined,
): Output<'subscribe'> {
  const { id, topic, schedule, top, quiet, paused, pausedUntil, nextDue } = subscription
  const { only, without, authors, watches, alone } = subscription
  const address = addressOf(subscription, feedsAt)
  return {
    id,
    ...(topic !== undefined && { topic }),
    minute: schedule.minute,
    days: [...schedule.days],
    zone: schedule.zone,
    ...(schedule.alternate !== undefined && { alternate: schedule.alternate }),
    top,
    quiet,
    ...(only && { only: [...only] }),
    ...(without && { without: [...without] }),
    ...(authors && { authors: [...authors] }),
    ...(watches && {
      watches: watches.map(({ question, answered }) => ({
        question,
        ...(answered !== undefined && { answered }),
      })),
    }),
    ...(alone && { alone }),
    ...(paused !== undefined && { paused }),
    ...(pausedUntil !== undefined && { pausedUntil }),
    next: nextDue.toISOString(),
    ...(address !== undefined && { feed: addressIn({ address }, 'atom') }),
  }
}
