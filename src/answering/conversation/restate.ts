import { namesIn } from '../../papers/names.ts'
import type { Turn } from '../../store/store.ts'
import { pointerIn } from './follow-up.ts'
import { type Manner, readManner, splitManner } from './manner.ts'
import { pointsAtPlace } from './places.ts'

/** A line of a conversation as a question, as far as its own words and those before it tell. */
export type Restated = {
  question: string
  manner: Manner
  /** The turn whose question is answered again in another manner. */
  again?: Turn
  /** The name of another paper, of which the same is asked. */
  other?: string
}

const aboutAnother =
  /^(?:and |but |ok,? |okay,? |so )?(?:(?:what|how) (?:about|of)|(?:and )?(?:for|in|with)|(?:the )?same (?:question )?(?:for|about|with)|and (?=the (?:first|second|third|fourth|fifth|last|other)|number|#)) *(?<other>.+?)[\s?!.]*$/i
/** "back to the deepfake paper: …" */
const backTo =
  /^(?:and |ok,? |so )?(?:back to|returning to|coming back to|regarding|concerning|as for) (?<topic>[^:,?]{3,60})[:,] (?<rest>.+)$/i
const correction = /^(?:no,? |sorry,? |wait,? )*(?:i (?:mean|meant)(?: to say| to ask)?|sorry)[,:]? (?=\S)/i
/** "why?", "how so?": no word says what is asked. */
const bare =
  /^(?:and |but |so )?(?:why(?: (?:is that|not|so))?|how(?: so| come| does that work)?|really|meaning|because)[\s?!.]*$/i
/** Longer than this it is a question of its own. */
const mostOtherWords = 5

/**
 * Makes a question whole without a model: another manner or "why?" asks the last question again, "what about FinalMLP?"
 * asks it about another paper. Every other line stays as it is.
 *
 * @param history the turns that the line leans on, nearest first
 */
export function restate(line: string, history: readonly Turn[]): Restated {
  const { question, manner } = splitManner(line.replace(correction, ''))
  const last = history.find((turn) => turn.question !== undefined)
  if (!last?.question) return { question, manner }
  const wholly = readManner(line)
  if (wholly) return { question: last.question, manner: wholly, again: last }
  if (bare.test(question))
    return { question: `${question.replace(/[\s?!.]+$/, '')}: ${last.question}`, manner }
  const back = backTo.exec(question)?.groups
  if (back) {
    const rest = (back.rest ?? '').replace(/\b(?:it|they)\b/i, back.topic ?? '')
    return { question: rest, manner }
  }
  const other = aboutAnother.exec(question)?.groups?.other ?? nameAlone(question)
  if (other === undefined || other.split(/\s+/).length > mostOtherWords) return { question, manner }
  const asked = askedOf(other, last.question, last.papers.length === 1)
  const isName = namesIn(other).length > 0
  return { question: asked ?? question, manner, ...(asked !== undefined && isName && { other }) }
}

/** "and SDIM?" */
function nameAlone(question: string): string | undefined {
  const said = /^(?:and|also|or) +(?<name>\S+(?: \S+){0,2}?)[\s?!.]*$/i.exec(question)?.groups?.name
  return said !== undefined && namesIn(said).length > 0 ? said : undefined
}

/**
 * A question asked of something else, which takes the place of what stood for the paper before; undefined when nothing
 * did.
 *
 * @param one whether the question was answered from one paper, so that a name in it is most likely that paper's
 */
function askedOf(other: string, question: string, one: boolean): string | undefined {
  if (namesIn(other).length === 0 && !pointsAtPlace(other)) return undefined
  const pointer = pointerIn(question)
  const [name] = pointer === undefined && one ? namesIn(question) : []
  const stood = pointer ?? (name && { index: name.index, length: name.name.length })
  return stood && question.slice(0, stood.index) + other + question.slice(stood.index + stood.length)
}
