import { readAsCollection } from '../answering/collection/read.ts'
import { idMentions } from '../papers/ids.ts'
import type { Route } from '../platform/describe.ts'
import { americanSpelling } from '../retrieval/spelling.ts'
import type { Command } from './command.ts'
import { asksSomething, isNamed } from './intents/following.ts'
import { asksKindly, plainRequest, readIntent } from './intents/read-intent.ts'
import { readSteering, readWish } from './intents/steering.ts'
import { readUnclear } from './intents/unclear.ts'
import { nearestCommand } from './nearest.ts'
import { readReference } from './reference.ts'
import { readSetting } from './settings.ts'

/** What a line of ordinary length asks for. */
type Read = Exclude<Route, { kind: 'too-long' }>

const firstWord = /^(\/?)(\p{L}+)[:,.!?]*(?:\s+|$)(.*)$/su
const ourName = /^(?:\/paper(?=\s|$)|paperboy\b[,:]?)\s*/i
const greeting = /^(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening))(?: there)?[\s.!,]*$/i
/** What buttons carry: the id of an answer, and in front of it a thumb. */
const turnId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
const rating = /^(?:up|down|wrong\s+\d{1,2})(?:\s+(\S+))?$/i
/** What papers are called here that have no id of another place: buttons carry it. */
const paperId = /^p-[\da-f]{10}$/
const extent = /^(?:all|(?:all\s+)?yes|me(?:\s+everywhere)?(?:\s+yes)?)[\s.!]*$/i
/** An id, "it", and until when. */
const subscriptionOrSpan = /^(?:(?:it|[a-z\d]{1,6})(?=\s|$))?\s*(?:(?:until|till?|for)\s.+|[\s.!]*)$/i
const courtesy = /^(?:please|pls|now|thanks|thank you)?[\s.!?]*$/i
/** "yesterday", "last Monday", "13 March 2025", "this week". */
const dayOrSpan =
  /^(?:(?:of|on|for|from|the|this|last|past)\s+)*(?:week|month|today|yesterday|\p{L}{3,6}day|\d\S*|\p{L}{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)?\s+\p{L}{3,9}\.?)(?:,?\s+\d{4})?[.!?]*$/iu
/** "week here". */
const spanHere = /^(?:week|month)\s+(?:here|everywhere)[.!?]*$/i
const questionWord =
  /^(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|should|will|has|have)\b/i
/** What follows "show" or "similar" when it is no paper. Lower case only: titles begin with a capital. */
const talk =
  /^(?:(?:me|us|the|some|any|all|more|other|recent|new|best)\s+)*(?:papers|articles|studies|works?|research|approaches|methods|models|results|evidence|examples|everything|anything|differences?|who|what|which|when|where|why|how|if|whether|that(?!\s+(?:one|paper)\b))\b(?!\s+(?:to|like|as)\s)/
/** Which day it is makes no difference to what a line is about. */
const anyDay = '2100-01-01'
/** More words than this behind "show me" describe something instead of naming it. */
const longestSpokenName = 5
/** More words than this in front of a question mark are a question, not a name said in doubt. */
const longestDoubtfulName = 3

/**
 * Decides where a line goes. A line is a question unless it says in words of its own what a command does (`intents/`), or
 * its first word, courtesies aside, is a command's name and the rest is something that command takes:
 *
 * 1. No words at all, only our name, or a greeting: `welcome`. A place in the last list alone ("2", "the second one"): `show`.
 * 2. `/name …` and `ask …` are always that command: this is how menus and careful people say it.
 * 3. A name alone is the command, so that it can say what it needs.
 * 4. A command that takes nothing (`status`) takes only a courtesy: "status of LoRA?" is a question.
 * 5. A command that takes a command (`help`): "help search"; "help me understand TAROT" is a question.
 * 6. A command that takes words (`search`): "search engines: what do papers say?" is a question for its question
 *    mark, unless a question in full follows the name ("search what is TAROT?").
 * 7. A command that takes an answer (`evidence`, `feedback up`) takes its id or nothing: "evidence for scaling laws"
 *    and "feedback loops" are questions.
 * 8. A command that takes a paper (`show`): "show me papers about X" and "show how it works" are questions, since no
 *    paper is called so; "show How explainable are CNNs?" is a title.
 *
 * A few words that may mean several things ("stop") are asked back. A first word that is nearly a name ("serach foo")
 * is a suggestion, unless the line reads as a question.
 */
export function route(line: string, commands: readonly Command[]): Read {
  const said = line.trim().replace(ourName, '')
  if (said === '' || greeting.test(said)) return { kind: 'run', name: 'welcome', rest: '' }
  // "the second one?" goes on with the question before; "the second one" opens it.
  const isPointer = !said.endsWith('?') && readReference(said).kind !== 'text'
  if (isPointer) return { kind: 'run', name: 'show', rest: said }
  // A link or an id alone is a paper that is to be seen.
  const [id, ...more] = idMentions(said)
  if (id && more.length === 0 && !/[\p{L}\p{N}]/u.test(said.slice(0, id.start) + said.slice(id.end)))
    return { kind: 'run', name: 'show', rest: said }
  const isPlain = !/^(?:\/|ask\b)/i.test(said)
  const plain = plainRequest(said)
  const unclear = isPlain ? readUnclear(said) : undefined
  const steering = isPlain ? readSteering(plain) : undefined
  if (unclear && steering) return { kind: 'unclear', ...unclear, onPosts: steering }
  const intent = steering ?? (isPlain ? readIntent(said) : undefined)
  if (intent) return { kind: 'run', ...intent }
  const asked = isPlain && asksKindly(said) ? plain : said
  const command = commandIn(asked, commands)
  if (command) return command
  if (unclear) return { kind: 'unclear', ...unclear }
  const slip = slipIn(said, commands)
  if (slip) return slip
  const onPosts = isPlain ? readWish(plain) : undefined
  return { kind: 'run', name: 'ask', rest: said, ...(onPosts && { onPosts }) }
}

/** A line whose first word is a command's name, with something which that command takes. */
function commandIn(said: string, commands: readonly Command[]): Read | undefined {
  const [, slash = '', typed = '', words = ''] = firstWord.exec(said) ?? []
  const spelled = [typed.toLowerCase(), americanSpelling(typed.toLowerCase())]
  const command = commands.find(({ name }) => spelled.includes(name))
  const rest = words.trim()
  if (!command || (slash === '' && !takes(command, rest, commands))) return undefined
  return { kind: 'run', name: command.name, rest }
}

/** A line whose first word is nearly a command's name. */
function slipIn(said: string, commands: readonly Command[]): Read | undefined {
  const [, , typed = '', words = ''] = firstWord.exec(said) ?? []
  const rest = words.trim()
  if (typed === '' || said.endsWith('?')) return undefined
  if (commands.some(({ name }) => name === typed.toLowerCase())) return undefined
  const near = nearestCommand(typed, rest === '', commands)
  return near && { kind: 'suggest', typed, name: near.name, rest }
}

/** Whether the rest of a line is something the command takes. */
function takes(command: Command, rest: string, commands: readonly Command[]): boolean {
  const kind = command.options[0]?.kind
  if (rest === '' || kind === 'question') return true
  switch (kind) {
    case undefined:
      return courtesy.test(rest)
    case 'command':
      return courtesy.test(rest) || namesCommand(rest, commands)
    case 'number':
    case 'text':
    case 'topic':
    case 'zone':
    case 'weekdays':
      return !rest.endsWith('?') || questionWord.test(rest)
    case 'subscription':
      return subscriptionOrSpan.test(rest)
    case 'setting':
      return readSetting(rest) !== undefined || courtesy.test(rest)
    case 'extent':
      return courtesy.test(rest) || extent.test(rest)
    case 'day':
      return dayOrSpan.test(rest) || spanHere.test(rest) || /^\p{L}+$/u.test(rest)
    case 'paper':
      return namesPaper(rest) && !readAsCollection(`${command.name} ${rest}`, anyDay)
    case 'person':
      return isNamed(rest)
    case 'wonder':
      return asksSomething(rest)
    case 'ids':
      return idMentions(rest).length > 0 || paperId.test(rest)
    case 'flag':
      return false
    case 'turn':
      return turnId.test(rest)
    case 'rating': {
      const [all, turn] = rating.exec(rest) ?? []
      return all !== undefined && (turn === undefined || turnId.test(turn))
    }
  }
}

function namesCommand(rest: string, commands: readonly Command[]): boolean {
  const name = rest.replace(/^(?:me\s+)?(?:with|on|about)?\s*/i, '').replace(/[.!?]+$/, '')
  const known = commands.some((command) => command.name === name.toLowerCase())
  return known || nearestCommand(name, true, commands) !== undefined
}

function namesPaper(rest: string): boolean {
  const words = rest.split(/\s+/).length
  if (talk.test(rest) || /\bbetween\b/.test(rest)) return false
  if (/^(?:me|us)\s/.test(rest) && words > longestSpokenName) return false
  return !rest.endsWith('?') || words <= longestDoubtfulName || questionWord.test(rest)
}
