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
  zone?: string
  top?: number
  quiet?: Subscription['quiet']
}

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
const filler = /^(?:please|and|me|to|papers?|posts?|the|a|new)(?=\s|$|,)|^,/i
/** `on` by itself leads days. */
const leadOfTopic = /^(?:about|papers? on)(?=\s)/i
const quoted = /^about\s+["“]([^"“”]+)["”]\s*/i
const ends = signsOf(',.;', { space: true })
const boundary = '(?=\\s|,|$)'
const top = new RegExp(`^(?:top|up to)\\s+(\\d{1,2})(?:\\s+papers?)?${boundary}`, 'i')
const silence = new RegExp(`^(?:quiet|silent)(?:ly)?${boundary}`, 'i')
const note = new RegExp(`^say (?:so )?when (?:there is )?nothing (?:is )?new${boundary}`, 'i')

/**
 * Reads `[about <topic>] [at 9:00] [weekdays|mon,thu] [in Europe/Paris] [top 5] [quiet]` in any order. A topic ends
 * where one of the others begins; one that holds such words itself is put in quotes.
 */
export function readWishes(said: string): ReadWishes {
  const unknown: string[] = []
  const topic: string[] = []
  let wishes: Wishes = {}
  let ambiguous: ReadWishes['ambiguous']
  let target = unknown
  let rest = said.trim()
  while (rest !== '') {
    const [start, name] = quoted.exec(rest) ?? []
    const piece = readPiece(rest)
    if (start !== undefined && name !== undefined) {
      topic.push(name)
      rest = rest.slice(start.length)
      target = unknown
    } else if (piece) {
      wishes = { ...wishes, ...piece.wishes }
      ambiguous = piece.ambiguous ?? ambiguous
      rest = rest.slice(piece.length).replace(/^[\s,]+/, '')
      target = unknown
    } else if (leadOfTopic.test(rest) && target !== topic) {
      target = topic
      rest = rest.replace(leadOfTopic, '').trimStart()
    } else {
      const [empty] = (target === unknown && filler.exec(rest)) || []
      const [word = rest] = empty === undefined ? (/^\S+/.exec(rest) ?? []) : [empty]
      if (empty === undefined) target.push(word)
      rest = rest.slice(word.length).trimStart()
    }
  }
  const about = trimEndOf(topic.join(' ').replaceAll(/["“”]/g, ''), ends)
  return {
    wishes: { ...(about !== '' && { topic: about }), ...wishes },
    ...(unknown.length > 0 && { unknown: unknown.join(' ') }),
    ...(ambiguous && { ambiguous }),
  }
}

/** The line that reads back to these wishes. */
export function wishesTyped({ topic, minute, days, zone, top, quiet }: Wishes): string {
  return [
    topic !== undefined && `about ${needsQuotes(topic) ? `"${topic}"` : topic}`,
    minute !== undefined && `at ${timeInWords(minute)}`,
    days && daysTyped(days),
    zone !== undefined && `in ${zone}`,
    top !== undefined && `top ${top}`,
    quiet && (quiet === 'silence' ? 'quiet' : 'say when nothing new'),
  ]
    .filter((piece) => piece !== false && piece !== undefined)
    .join(' ')
}

function needsQuotes(topic: string): boolean {
  const { wishes, unknown, ambiguous } = readWishes(`about ${topic}`)
  return wishes.topic !== topic || Object.keys(wishes).length > 1 || Boolean(unknown ?? ambiguous)
}

/** One of the things other than a topic, if the line begins with it. */
function readPiece(rest: string): Piece | undefined {
  const time = readTime(rest)
  if (time) return { length: time.length, wishes: { minute: time.minute } }
  const days = readDays(rest)
  if (days) return { length: days.length, wishes: { days: days.days } }
  const [most, papers] = top.exec(rest) ?? []
  if (most !== undefined && Number(papers) >= 1 && Number(papers) <= mostPapers)
    return { length: most.length, wishes: { top: Number(papers) } }
  const [silent] = silence.exec(rest) ?? []
  if (silent !== undefined) return { length: silent.length, wishes: { quiet: 'silence' } }
  const [spoken] = note.exec(rest) ?? []
  if (spoken !== undefined) return { length: spoken.length, wishes: { quiet: 'note' } }
  return readZone(rest)
}

/** The longest name of a zone with its parts has 32 letters. */
const longestZone = 60

/** `in` and up to three words that name a zone, as many as possible; or a name that can be nothing else. */
function readZone(rest: string): Piece | undefined {
  const [lead = ''] = /^(?:in|zone)\s+/i.exec(rest) ?? []
  const [words = ''] = /^\S+(?:\s+\S+){0,2}/.exec(rest.slice(lead.length, lead.length + longestZone)) ?? []
  for (let said = words; said !== ''; said = said.replace(/\s*\S+$/, '')) {
    const name = said.replace(/[,.]$/, '')
    const zones = zonesNamed(name)
    const [zone] = zones
    const isSure = lead !== '' || /[/+]|^utc$/i.test(name)
    if (zone === undefined || !isSure) continue
    const length = lead.length + name.length
    return zones.length === 1
      ? { length, wishes: { zone } }
      : { length, wishes: {}, ambiguous: { said: name, zones } }
  }
  return undefined
}
