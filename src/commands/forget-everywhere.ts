import type { Output } from '../platform/json-output.ts'
import type { Request } from '../platform/request.ts'
import { note, paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { KnownOf } from '../store/people.ts'
import type { Services } from './services.ts'

/** What is asked behind `forget` by who wants to be forgotten in all places. */
export const meEverywhere = /^me(?:\s+everywhere)?(?:\s+(?<sure>yes))?[\s.!]*$/i

/** Asks whether a person is to be forgotten in all places of their platform, and forgets them once they are sure. */
export async function forgetEverywhere(
  { who, where }: Request,
  sure: boolean,
  { store: { people } }: Pick<Services, 'store'>,
): Promise<Reply> {
  const person = { platform: where.platform, id: who.id, ...(where.own && { own: where.own }) }
  const known = sure ? await people.forget(person) : await people.knownOf(person)
  const things = inWords(known)
  if (things === undefined)
    return said(
      'I have no questions, opinions or subscriptions of yours, here or anywhere else.',
      [],
      dataOf(known),
    )
  if (sure)
    return said(
      `Forgotten: ${things}.`,
      [
        where.platform === 'terminal'
          ? 'The lines you typed stay in the history of this terminal.'
          : 'Messages already posted stay where they are. Papers you hid or added stay hidden or added, without your name.',
      ],
      dataOf(known),
    )
  const { shared } = known
  const page = said(
    `Shall I forget everything I know about you, everywhere: ${things}? This cannot be undone.`,
    [
      ...(shared === 0
        ? []
        : [
            shared === 1
              ? 'One of the subscriptions posts where others read it, too.'
              : `${shared} of the subscriptions post where others read them, too.`,
          ]),
    ],
  )
  return { ...page, actions: [run('Forget me everywhere', 'forget me everywhere yes')] }
}

function said(words: string, notes: readonly string[], data?: Output<'forget'>): Reply {
  return reply({
    summary: words,
    tone: 'answer',
    audience: 'asker',
    blocks: [paragraph(words), ...notes.map((text) => note(text))],
    ...(data && { data }),
  })
}

const dataOf = ({ questions, opinions, votes, subscriptions, addresses }: KnownOf): Output<'forget'> => ({
  ...{ forgotten: questions, opinions, votes, subscriptions, addresses },
})

/** "12 questions, 2 subscriptions, 1 address"; undefined for nothing. */
function inWords({ questions, opinions, votes, subscriptions, addresses }: KnownOf): string | undefined {
  const things = [
    [questions, 'question', 'questions'],
    [opinions, 'opinion of an answer', 'opinions of answers'],
    [votes, 'vote for a paper', 'votes for papers'],
    [subscriptions, 'subscription', 'subscriptions'],
    [addresses, 'address', 'addresses'],
  ] as const
  const there = things.flatMap(([count, one, many]) =>
    count === 0 ? [] : [`${count.toLocaleString('en')} ${count === 1 ? one : many}`],
  )
  return there.length === 0 ? undefined : there.join(', ')
}
