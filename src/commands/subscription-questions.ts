import { subscriptionInWords } from '../digests/describe.ts'
import { mostPapers, readWishes, type Wishes, wishesTyped } from '../digests/words.ts'
import { hint, list, paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Subscription } from '../store/subscriptions.ts'

/** A page that asks about what people wished, where it is not clear; undefined when it is. */
export function problemOf(
  { unknown, ambiguous, wishes }: ReturnType<typeof readWishes>,
  command: string,
): { reply: Reply } | undefined {
  if (unknown !== undefined) return { reply: notUnderstoodReply(unknown, wishes, command) }
  return ambiguous && { reply: whichZoneReply(ambiguous, wishes, command) }
}

/** What can be said of a subscription. */
const examples = [
  'about diffusion models at 9:00',
  'at 6pm on mon,thu in Europe/Paris',
  'at 7:00 every other day',
  'top 3 without surveys',
  'about graphs, say when nothing new',
]

/** What was not understood, and what may have been meant: the rest alone, or the words as a topic. */
function notUnderstoodReply(said: string, wishes: Wishes, command: string): Reply {
  const message = `I do not understand “${said}”${reasonOf(said)}.`
  const withoutIt = `${command} ${wishesTyped(wishes)}`.trim()
  const asTopic = `${command} ${wishesTyped({ ...wishes, topic: said })}`
  const isTopic = wishes.topic === undefined && !/^(?:at|in|top|up to|zone|on|every)\s/i.test(said)
  return reply({
    summary: message,
    tone: 'warning',
    audience: 'asker',
    blocks: [
      paragraph(message),
      paragraph('For example:'),
      list(examples.map((words) => [hint(`${command} ${words}`)])),
    ],
    actions: [
      ...(isTopic && readWishes(asTopic.slice(command.length)).unknown === undefined
        ? [run(`About ${said}`, asTopic)]
        : []),
      run('Without it', withoutIt),
    ],
  })
}

/** The zones that a name may mean, as buttons. */
function whichZoneReply(
  { said, zones }: { said: string; zones: readonly string[] },
  wishes: Wishes,
  command: string,
): Reply {
  const question = `“${said}” could be several time zones. Which one?`
  return reply({
    summary: question,
    tone: 'warning',
    audience: 'asker',
    blocks: [paragraph(question)],
    actions: zones.map((zone) => run(zone, `${command} ${wishesTyped({ ...wishes, zone })}`)),
  })
}

/** A day of which nobody knows when it is, or that lies behind. */
export function whenReply(until: string, { id }: Subscription): Reply {
  const message = `I do not understand “${until}” as a day in the future.`
  return reply({
    summary: message,
    tone: 'warning',
    audience: 'asker',
    blocks: [
      paragraph(message),
      paragraph('For example:'),
      list(['until 10 January', 'for two weeks'].map((words) => [hint(`pause ${id} ${words}`)])),
    ],
    actions: ['until next week', 'until next month'].map((words) => run(words, `pause ${id} ${words}`)),
  })
}

/** How a subscription is changed. */
export function editUsageReply(subscription: Subscription): Reply {
  const { id } = subscription
  const changes = ['at 8:00', 'at 18:00', 'daily', 'weekdays', 'top 3'].map(
    (words) => `subscribe edit ${id} ${words}`,
  )
  return reply({
    summary: `What should change about ${id}?`,
    tone: 'answer',
    audience: 'asker',
    blocks: [
      paragraph('Now: ', subscriptionInWords(subscription)),
      paragraph('Say what should change, for example:'),
      list(changes.map((example) => [hint(example)])),
    ],
    actions: changes.map((example) => run(example.replace(`subscribe edit ${id} `, ''), example)),
  })
}

function reasonOf(said: string): string {
  if (/^in\s/i.test(said)) return ': I do not know that time zone'
  if (/^(?:top|up to)\s/i.test(said)) return `: a post has 1 to ${mostPapers} papers`
  if (/^at\s/i.test(said)) return ': it is not a time of day'
  return ''
}
