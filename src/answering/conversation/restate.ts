import { signsOf, trimEndOf } from '../../lib/trim.ts'
import { namesIn } from '../../papers/names.ts'
import type { Turn } from '../../store/store.ts'
import { type AnswerStyle, readStyle, splitStyle } from './answer-style.ts'
import { pointerIn } from './follow-up.ts'
import { pointsAtPlace } from './places.ts'

/** A line of a conversation as a question, as far as its own words and those before it tell. */
export type Restated = {
  question: string
  style: AnswerStyle
  /** Its words can mean nothing but the last answer. */
  surely?: true
  /** The turn whose question is answered again in another style. */
  again?: Turn
  /** Set when it names what it is about, whatever pronouns follow. */
  alone?: true
  /** What may be the name of another paper, and the same question asked of it. */
  other?: { name: string; question: string }
}

const aboutAnother =
  /^(?:and |but |so )?(?:(?:what|how) (?:about|of)|(?:and )?(?:for|in|with)|(?:the )?same (?:question )?(?:for|about|with)|and (?=the (?:first|second|third|fourth|fifth|last|other)|number|#)) *(?<other>.+)$/i
/** "back to the deepfake paper: …", "what about playlists - what do they reveal?" */
const onTopic =
  /^(?:and |but |so )?(?:back to|returning to|coming back to|regarding|concerning|as for|what about|how about) (?<topic>[^:,?–]{3,60}?)(?:[:,?]| [-–—]) (?<rest>.+)$/i
/** "high frequency trading: how do they keep the network small?" */
const headed = /^(?<topic>[^:,?!.]{3,50}): (?<rest>.*\b(?:it|they|them)\b.*)$/i
const newSubject =
  /^(?:(?:completely|totally|quite|an?|on an?) )*(?:different|other|new|another|unrelated) (?:subject|topic|question|thing|matter)[.,:;!–-]+ */i
const pronoun = /\b(?:it|they|them)\b/i
/** What people say before they say it. */
const interjections =
  /^(?:(?:ok(?:ay)?|hm+|ah+|oh|aha|alright|right|cool|nice|great|interesting|perfect|good|fine|thanks|thank you|thx|merci|danke|gracias|grazie|yes|no|nope|wait|sorry|lol|haha|hehe|btw|hey|hi)(?:[\s,.!:–-]+|$))+(?:i (?:mean|meant)(?: to (?:say|ask))?[,:]? )?|^i (?:mean|meant)(?: to (?:say|ask))?[,:]? /i
/** "No, I meant the drone swarm one", "wrong paper, I was asking about the other one": the question stays, the paper is another. */
const correction =
  /^(?:(?:no|nope|sorry|ah|oh|hm+|wait|actually|(?:that is |that's |it's )?(?:(?:the )?wrong|not (?:that|this)) (?:one|paper))[\s,.!–-]+)*(?:i|we) (?:mean|meant|wanted|(?:was|were|am|are) (?:thinking of|talking about|asking about|looking for|after))[,:]? (?<what>(?:the|that) .{1,80})$/i
/** A word that stands for a paper, and what else says nothing of it. */
const standing = /^(?:the|that)\b|\b(?:other|another|one|paper|study|work|with|about|on|that|which)\b|[,.!]/gi

/** What a correction says of the paper that was meant; undefined for any other line. */
export function meantInstead(line: string): string | undefined {
  const { what } = correction.exec(line.trim())?.groups ?? {}
  if (what === undefined || !/\b(?:one|paper|study|work)\b/i.test(what)) return undefined
  const said = what.replace(standing, ' ').replace(/\s+/g, ' ').trim()
  return said === '' ? undefined : said
}

/** "why?", "how so?": no word says what is asked. */
const bare =
  /^(?:and |but |so )?(?:why(?: (?:is that|not|so))?|how(?: so| come| does that work)?|really|meaning|because)$/i
const ends = signsOf('?!.', { space: true })
/** Longer than this it is a question of its own. */
const mostOtherWords = 5

/**
 * Makes a question whole without a model: another style or "why?" asks the last question again, "what about FinalMLP?"
 * asks it about another paper. Every other line stays as it is.
 *
 * @param history the turns that the line leans on, nearest first
 */
export function restate(line: string, history: readonly Turn[]): Restated {
  const { question, style } = splitStyle(line.replace(newSubject, ''))
  if (newSubject.test(line)) return { question, style, alone: true }
  const last = history.find((turn) => turn.question !== undefined)
  if (!last?.question) return { question, style }
  const wholly = readStyle(line)
  if (wholly) return { question: last.question, style: wholly, again: last }
  const plain = trimEndOf(question, ends)
  if (bare.test(plain)) return { question: `${plain}: ${last.question}`, style, surely: true }
  const { topic, rest } = (onTopic.exec(question) ?? headed.exec(question))?.groups ?? {}
  if (topic !== undefined && rest !== undefined) {
    const asked = pronoun.test(rest) ? rest.replace(pronoun, topic) : `${topic}: ${rest}`
    return { question: asked, style, alone: true }
  }
  const other = aboutAnother.exec(plain)?.groups?.other ?? nameAlone(plain)
  if (other === undefined || other.split(/\s+/).length > mostOtherWords) return { question, style }
  const asked = askedOf(other, last.question, last.papers.length === 1)
  if (pointsAtPlace(other)) return { question: asked ?? question, style }
  return { question, style, other: { name: other, question: asked ?? `what is ${other}?` } }
}

/** Whether a line can mean nothing but the last answer: "why?", "no, I meant the other one". */
export const meansLastAnswer = (line: string): boolean =>
  bare.test(trimEndOf(line.trim(), ends)) || meantInstead(line) !== undefined

/** A line without "ok," and "no, I mean". */
export function withoutInterjections(line: string): string {
  const rest = line.trim().replace(interjections, '')
  return rest === '' ? line : rest
}

/** "and SDIM?" */
function nameAlone(question: string): string | undefined {
  const said = /^(?:and|also|or) +(?<name>\S+(?: \S+){0,2})$/i.exec(question)?.groups?.name
  return said !== undefined && namesIn(said).length > 0 ? said : undefined
}

/**
 * A question asked of something else, which takes the place of what stood for the paper before; undefined when nothing
 * did.
 *
 * @param one whether the question was answered from one paper, so that a name in it is most likely that paper's
 */
function askedOf(other: string, question: string, one: boolean): string | undefined {
  const pointer = pointerIn(question)
  const [name] = pointer === undefined && one ? namesIn(question) : []
  const stood = pointer ?? (name && { index: name.index, length: name.name.length })
  return stood && question.slice(0, stood.index) + other + question.slice(stood.index + stood.length)
}
