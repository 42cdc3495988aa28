import { numerals } from '../language/number-words.ts'
import { signsOf, trimEndOf } from '../lib/trim.ts'
import type { Subscription, Weekday } from '../store/subscriptions.ts'
import { daysTyped, readDays } from './day-words.ts'
import { readTime, timeInWords } from './time-words.ts'
import { zonesNamed } from './zone-names.ts'

/** What a person said of a subscription; whatever was not said is left out. */
export type Wishes = {
  topic?: string
  minute?: number
  days?: readonly Weekday[]
  /** Every other one of the days of the calendar. */
  alternate?: true
  zone?: string
  top?: number
  quiet?: Subscription['quiet']
  /** What is added to, or taken from, the lists of a subscription. */
} & { [part in ListedPart]?: readonly string[] }

/**
 * The parts of a subscription that are lists: words that papers have to hold, or may not; authors that are followed, or
 * not any more; questions that are watched, or not any more.
 */
export type ListedPart = (typeof listedParts)[number]
export const listedParts = ['only', 'without', 'follow', 'unfollow', 'watch', 'unwatch'] as const

/** What was understood, and what was not, as it stood there. */
export type ReadWishes = {
  wishes: Wishes
  unknown?: string
  /** A name of a time zone that may mean several. */
  ambiguous?: { said: string; zones: readonly string[] }
}

/** Most papers in one post. */
export const mostPapers = 10

type Piece = { length: number; wishes: Wishes; ambiguous?: NonNullable<ReadWishes['ambiguous']> }

/** Words around what is meant that mean nothing by themselves. */
const filler =
  /^(?:please|and|but|me|to|with|papers?|posts?|the|a|new|only|just|instead|from now on|(?:per|a|each) (?:day|post))(?=\s|$|,)|^,/i
/** `on` by itself leads days. */
const leadOfTopic = /^(?:about|papers? on)(?=\s)/i
/** What leads each list; of what is nobody's word for it, the longest comes first. */
const leads: Readonly<Record<ListedPart, RegExp>> = {
  only: /^(?:(?:but |and )?(?:(?:only|just)(?: the)?(?: papers?| those| ones)? (?:with|(?:that |which |if (?:they|it) )?(?:mention|contain|hold|name)(?:s|ing)?)|(?:it|they|papers?) (?:must|has to|have to|should) (?:mention|contain|hold|name))(?: the words?)?)(?=\s)/i,
  without:
    /^(?:(?:but |and )?(?:without|excluding|except(?: for)?|not about|nothing (?:about|on)|leav(?:e|ing) out)(?: papers?| any(?:thing)?)?(?: about| on)?)(?=\s)/i,
  unfollow: /^(?:and )?(?:not follow(?:ing)?|unfollow(?:ing)?|(?:stop|no longer) following)(?=\s)/i,
  follow:
    /^(?:(?:and |plus )?(?:(?:also )?follow(?:ing)?(?: the author| papers? (?:by|of|from))?)|(?:and |plus )?(?:everything|all papers) by)(?=\s)/i,
  unwatch: /^(?:and )?(?:not watch(?:ing)?|unwatch(?:ing)?|(?:stop|no longer) watching)(?=\s)/i,
  watch: /^(?:and )?watch(?:ing)?(?: for)?(?=\s)/i,
}
/** Of people's names and questions: they hold words that mean something else elsewhere. */
const spoken: ReadonlySet<ListedPart> = new Set(['follow', 'unfollow', 'watch', 'unwatch'])
const between = /\s*[,;&]\s*(?:and\s+)?|\s+and\s+/i
const quoted = /^["“]([^"“”]+)["”]\s*/
/** At the end, behind a topic: it takes the place of the one before. */
const ending = /^(?:instead|(?:per|a|each) (?:day|post)|from now on)[\s.!]*$/i
const ends = signsOf(',.;', { space: true })
const boundary = '(?=\\s|,|$)'
const amount = `(\\d{1,2}|${[...numerals.keys()].join('|')})`
const top = new RegExp(
  `^(?:(?:top|up to|at most|no more than|max(?:imum)?|(?:only|just)(?:\\s+(?:the\\s+)?top)?)\\s+${amount}(?:\\s+papers?)?|${amount}\\s+papers?)${boundary}`,
  'i',
)
const silence = new RegExp(`^(?:quiet|silent)(?:ly)?${boundary}`, 'i')
const note = new RegExp(`^say (?:so )?when (?:there is )?nothing (?:is )?new${boundary}`, 'i')

/**
 * Reads `[about <topic>] [only with <words>] [without <words>] [at 9:00] [weekdays|mon,thu] [in Europe/Paris] [top 5]
 * [quiet], [following <author>], [watching <question>]` in any order. A topic, and what is wanted or not, ends where one of
 * the others begins; one that holds such words itself is put in quotes. Authors and questions begin behind a comma, where
 * something stands before them, and go up to the next.
 */
export function readWishes(said: string): ReadWishes {
  const unknown: string[] = []
  const topic: string[] = []
  const lists = new Map<string[], ListedPart>()
  let wishes: Wishes = {}
  let ambiguous: ReadWishes['ambiguous']
  let target = unknown
  let isClause = true
  let rest = said.trim()
  while (rest !== '') {
    const part = lists.get(target)
    const isOpen = isClause || part === undefined || !spoken.has(part)
    const list = isOpen ? listLed(rest, isClause || target === unknown) : undefined
    const lead = list?.lead ?? (target !== topic && isOpen ? leadOfTopic.exec(rest)?.[0] : undefined)
    const piece = isOpen ? readPiece(rest) : undefined
    isClause = false
    if (lead !== undefined) {
      target = list ? [] : topic
      if (list) lists.set(target, list.part)
      rest = rest.slice(lead.length).trimStart()
      const [whole = '', name] = quoted.exec(rest) ?? []
      if (name === undefined) continue
      // Commas of a name in quotes are its own.
      target.push(`"${name}"`)
      target = unknown
      rest = rest.slice(whole.length)
    } else if (piece) {
      wishes = { ...wishes, ...piece.wishes }
      ambiguous = piece.ambiguous ?? ambiguous
      rest = rest.slice(piece.length).replace(/^[\s,]+/, '')
      target = unknown
    } else {
      const empty = (target === unknown ? filler : ending).exec(rest)?.[0]
      const [word = rest] = empty === undefined ? (/^\S+/.exec(rest) ?? []) : [empty]
      if (empty === undefined) target.push(word)
      isClause = /[,;]$/.test(word)
      rest = rest.slice(word.length).trimStart()
    }
  }
  const about = joined(topic)
  return {
    wishes: {
      ...(about !== '' && { topic: about }),
      ...wishes,
      ...listed(lists),
    },
    ...(unknown.length > 0 && { unknown: unknown.join(' ') }),
    ...(ambiguous && { ambiguous }),
  }
}

/** @param isClause names and questions may begin here */
function listLed(rest: string, isClause: boolean): { part: ListedPart; lead: string } | undefined {
  for (const part of ['only', 'without', 'unfollow', 'follow', 'unwatch', 'watch'] as const) {
    const lead = isClause || !spoken.has(part) ? leads[part].exec(rest)?.[0] : undefined
    if (lead !== undefined) return { part, lead }
  }
  return undefined
}

function listed(lists: ReadonlyMap<readonly string[], ListedPart>): Pick<Wishes, ListedPart> {
  const found: Partial<Record<ListedPart, readonly string[]>> = {}
  for (const [words, part] of lists) {
    const whole = words.join(' ')
    const isNames = (part === 'follow' || part === 'unfollow') && !whole.startsWith('"')
    const all = (isNames ? whole.split(between) : [whole]).map((one) => joined([one]))
    const told = all.filter((one) => one !== '')
    if (told.length > 0) found[part] = [...(found[part] ?? []), ...told]
  }
  return found
}

const joined = (words: readonly string[]): string => trimEndOf(bare(words.join(' ')), ends).trim()

/** The line that reads back to these wishes. */
export function wishesTyped(wishes: Wishes): string {
  const { topic, minute, days, alternate, zone, top, quiet } = wishes
  const all = (part: ListedPart, typed: (words: string) => string) => (wishes[part] ?? []).map(typed)
  // In front of the topic, which may end with a word that leads to them.
  return [
    ...all('unfollow', (name) => `unfollow "${bare(name)}"`),
    ...all('follow', (name) => `follow "${bare(name)}"`),
    ...all('unwatch', (question) => `unwatch "${bare(question)}"`),
    ...all('watch', (question) => `watch "${bare(question)}"`),
    ...all('only', (words) => `only with "${bare(words)}"`),
    ...all('without', (words) => `without "${bare(words)}"`),
    topic !== undefined && `about ${phrase(topic)}`,
    minute !== undefined && `at ${timeInWords(minute)}`,
    days && daysTyped(days, alternate),
    zone !== undefined && `in ${zone}`,
    top !== undefined && `top ${top}`,
    quiet && (quiet === 'silence' ? 'quiet' : 'say when nothing new'),
  ]
    .filter((piece) => piece !== false && piece !== undefined)
    .join(' ')
}

const bare = (words: string): string => words.replaceAll(/["“”]/g, '')
const phrase = (words: string): string => (needsQuotes(words) ? `"${words}"` : words)

function needsQuotes(topic: string): boolean {
  const { wishes, unknown, ambiguous } = readWishes(`about ${topic}`)
  return wishes.topic !== topic || Object.keys(wishes).length > 1 || Boolean(unknown ?? ambiguous)
}

/** One of the things other than a topic, if the line begins with it. */
function readPiece(rest: string): Piece | undefined {
  const time = readTime(rest)
  if (time) return { length: time.length, wishes: { minute: time.minute } }
  const days = readDays(rest)
  if (days)
    return { length: days.length, wishes: { days: days.days, ...(days.alternate && { alternate: true }) } }
  const [most, said, counted] = top.exec(rest) ?? []
  const papers = numberOf(said ?? counted ?? '')
  if (most !== undefined && papers >= 1 && papers <= mostPapers)
    return { length: most.length, wishes: { top: papers } }
  const [silent] = silence.exec(rest) ?? []
  if (silent !== undefined) return { length: silent.length, wishes: { quiet: 'silence' } }
  const [spoken] = note.exec(rest) ?? []
  if (spoken !== undefined) return { length: spoken.length, wishes: { quiet: 'note' } }
  return readZone(rest)
}

const numberOf = (said: string): number => numerals.get(said.toLowerCase()) ?? Number(said)

/** The longest name of a zone with its parts has 32 letters. */
const longestZone = 60

/** `in` and up to three words that name a zone, as many as possible; "london time"; or a name that can be nothing else. */
function readZone(rest: string): Piece | undefined {
  const [lead = ''] = /^(?:in|zone)\s+/i.exec(rest) ?? []
  const [words = ''] = /^\S+(?:\s+\S+){0,2}/.exec(rest.slice(lead.length, lead.length + longestZone)) ?? []
  for (let said = words; said !== ''; said = said.replace(/\s*\S+$/, '')) {
    const name = said.replace(/[,.]$/, '')
    const zones = zonesNamed(name)
    const [zone] = zones
    const [clock = ''] =
      /^(?:['’]s)?,?\s+time(?:\s?zone)?(?=[\s,.]|$)/i.exec(rest.slice(lead.length + name.length)) ?? []
    const isSure = lead !== '' || clock !== '' || /[/+]|^utc$/i.test(name)
    if (zone === undefined || !isSure) continue
    const length = lead.length + name.length + clock.length
    return zones.length === 1
      ? { length, wishes: { zone } }
      : { length, wishes: {}, ambiguous: { said: name, zones } }
  }
  return undefined
}
