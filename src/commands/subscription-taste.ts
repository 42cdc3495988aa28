import { type ListedPart, listedParts, type Wishes } from '../digests/words.ts'
import { PaperboyError } from '../lib/errors.ts'
import { signsOf, trimEndOf } from '../lib/trim.ts'
import { isSameAuthor, isWholeName } from '../papers/same-author.ts'
import { foldText } from '../papers/words.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Subscription, Watch } from '../store/subscriptions.ts'

/** What a post is about. */
export type Taste = Pick<Subscription, 'topic' | 'only' | 'without' | 'authors' | 'watches' | 'alone'>

/** Longest words, names and questions, in UTF-16 units; and most of each. */
const longest = { words: 120, name: 80, question: 300 }
export const most = { words: 10, authors: 20, watches: 5 }

/** What a topic, or a list, is called when there is none; and the topic where only what is followed comes. */
export const everything = 'everything'
export const nothing = 'nothing'
const nothingElse = 'nothing else'

/**
 * Another topic takes the place of the one before; what is in lists is added to what is there, or taken from it.
 *
 * @param before left out, it is new: without a topic it brings what it follows and watches, and nothing else
 * @param after papers that came later are new to questions that are watched from now on
 * @throws PaperboyError where there would be too much of something, or a name is hardly one person's
 */
export function tasteAfter(before: Taste | undefined, wishes: Wishes, after: number): Taste {
  const about = cleanLine(wishes.topic ?? '', longest.words)
  const isAlone = wishes.topic === undefined ? (before?.alone ?? before === undefined) : about === nothingElse
  const topic = wishes.topic === undefined ? before?.topic : isAlone || about === everything ? '' : about
  const only = added(before?.only, wishes.only, { longest: longest.words, most: most.words, what: 'words' })
  const without = added(before?.without, wishes.without, {
    longest: longest.words,
    most: most.words,
    what: 'words',
  })
  const authors = authorsAfter(before?.authors ?? [], wishes)
  const watches = watchesAfter(before?.watches ?? [], wishes, after)
  const isFollowing = authors.length + watches.length > 0
  return {
    ...(topic !== undefined && topic !== '' && { topic }),
    ...(only.length > 0 && { only }),
    ...(without.length > 0 && { without }),
    ...(authors.length > 0 && { authors }),
    ...(watches.length > 0 && { watches }),
    // Words alone are wishes about all papers.
    ...(isAlone && (isFollowing || before?.alone) && { alone: true as const }),
  }
}

/** Whether nothing is left that could come. */
export const isNothing = ({ alone, authors = [], watches = [] }: Taste): boolean =>
  alone === true && authors.length + watches.length === 0

/** The wishes that make a taste. */
export function tasteWishes({ topic, only, without, authors, watches, alone }: Taste): Wishes {
  return {
    ...(topic !== undefined && { topic }),
    ...(only && { only }),
    ...(without && { without }),
    ...(authors && { follow: authors }),
    ...(watches && { watch: watches.map(({ question }) => question) }),
    ...(topic === undefined && !alone && (authors ?? watches) && { topic: everything }),
  }
}

/** The wishes that make a taste what it was: they say what is different. */
export function tasteUndoing(was: Taste, is: Taste): Wishes {
  const [before, now] = [tasteWishes(was), tasteWishes(is)]
  const back = Object.fromEntries(
    listedParts.flatMap((part) =>
      JSON.stringify(before[part]) === JSON.stringify(now[part])
        ? []
        : [[part, [nothing, ...(before[part] ?? [])]] as const],
    ),
  ) as Pick<Wishes, ListedPart>
  const isOther = was.topic !== is.topic || was.alone !== is.alone
  return { ...(isOther && { topic: was.alone ? nothingElse : (was.topic ?? everything) }), ...back }
}

type Bounds = { longest: number; most: number; what: string }

/** A list with what is said added; "nothing" in front empties it first. */
function added(
  before: readonly string[] = [],
  said: readonly string[] = [],
  bounds: Bounds,
): readonly string[] {
  const clean = said.map((one) => cleanLine(one, bounds.longest)).filter((one) => one !== '')
  const kept = clean.includes(nothing) ? [] : before
  const all = [...new Set([...kept, ...clean.filter((one) => one !== nothing)])]
  return bounded(all, before, bounds.most, bounds.what)
}

function authorsAfter(before: readonly string[], { follow = [], unfollow = [] }: Wishes): readonly string[] {
  const followed = added(before, follow, { longest: longest.name, most: most.authors, what: 'authors' })
  const isNew = (name: string) => !before.includes(name)
  const vague = followed.find((name) => isNew(name) && !isWholeName(name))
  if (vague !== undefined)
    throw new PaperboyError(
      `“${vague}” does not look like one author’s full name.`,
      'Give the first name, too, as in follow Ada Lovelace.',
      { type: ['follow Ada Lovelace'] },
    )
  const isGone = (name: string) =>
    unfollow.some((one) => one === nothing || isSameAuthor(name, one) || foldText(name) === foldText(one))
  const unique = followed.filter(
    (name, place) =>
      !followed.slice(0, place).some((other) => isSameAuthor(name, other) && isSameAuthor(other, name)),
  )
  return unique.filter((name) => !isGone(name))
}

function watchesAfter(
  before: readonly Watch[],
  { watch = [], unwatch = [] }: Wishes,
  after: number,
): readonly Watch[] {
  const said = watch.map((one) => cleanLine(one, longest.question)).filter((one) => one !== '')
  const asked = said.filter((one) => one !== nothing)
  const isAmong = (list: readonly string[], { question }: Pick<Watch, 'question'>) =>
    list.some((one) => isSame(one, question))
  // What is taken back leaves an answered question answered; to watch it again is to wait for another answer.
  const kept = before.filter((one) =>
    said.includes(nothing) ? isAmong(asked, one) : one.answered === undefined || !isAmong(asked, one),
  )
  const fresh = asked.filter(
    (question) =>
      !isAmong(
        kept.map((one) => one.question),
        { question },
      ),
  )
  const all: readonly Watch[] = [...kept, ...[...new Set(fresh)].map((question) => ({ question, after }))]
  const left = all.filter((one) => !unwatch.includes(nothing) && !isAmong(unwatch, one))
  const open = left.filter(({ answered }) => answered === undefined)
  bounded(open, before, most.watches, 'questions')
  // What is answered makes room, the oldest first.
  const gone = new Set(left.filter((one) => !open.includes(one)).slice(0, left.length - most.watches))
  return left.filter((one) => left.length <= most.watches || !gone.has(one))
}

const isSame = (one: string, other: string): boolean => plain(one) === plain(other)
const plain = (question: string): string => trimEndOf(foldText(question), ends)
const ends = signsOf('?!.', { space: true })

function bounded<T>(all: readonly T[], before: readonly T[], limit: number, what: string): readonly T[] {
  if (all.length <= limit || all.length <= before.length) return all
  throw new PaperboyError(
    `That would be ${all.length} ${what}, and a daily post takes at most ${limit}.`,
    'Type subscriptions to see them, and take one out first.',
    { type: ['subscriptions'] },
  )
}
