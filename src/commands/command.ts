import type { PaperId } from '../papers/paper.ts'
import type { Reply } from '../replies/reply.ts'
import type { TurnClaim } from '../store/store.ts'
import type { PostAddress } from '../store/subscriptions.ts'
import type { Services } from './services.ts'

export type Person = { id: string; name?: string }

/** Where a conversation takes place. */
export type Address = {
  platform: 'terminal' | 'slack' | 'discord'
  /** What a follow-up shares with the question before it: a Slack thread, a Discord thread or chain of replies. */
  conversation: string
  /** How the names of all conversations of this place begin, where only this person talks with Paperboy in several. */
  within?: string
  /** The Slack team or Discord server it belongs to, if any. */
  workspace?: string
  /** Where posts go that somebody asks for here; left out where there can be none. */
  posts?: PostAddress
}

/** What a person said, as they would type it: `ask why ...`, `show 2`, or a bare question. */
export type Request = {
  who: Person
  where: Address
  line: string
  /** Whether the platform lets this person change what everybody here gets; left out where nobody else is. */
  mayManage?: () => Promise<boolean>
  /** Whether Paperboy may post of its own accord where `posts` says; left out where that is sure. */
  canPost?: () => Promise<boolean>
  /** Shown before anybody asked for it: no turn of a conversation. */
  unasked?: true
}

/** Each reply replaces the one before; at least one comes, and it never throws. */
export type Handle = (request: Request, signal?: AbortSignal) => AsyncIterable<Reply>

/** What a command takes after its name. Platforms make menus, slash options and autocomplete from it. */
export type Option = {
  name: string
  summary: string
  /** `turn` and `rating` are what buttons carry: an answer's id, and an opinion with one. `extent` is `all` or nothing. */
  kind:
    | 'text'
    | 'topic'
    | 'paper'
    | 'command'
    | 'turn'
    | 'rating'
    | 'zone'
    | 'subscription'
    | 'day'
    | 'extent'
  required: boolean
  /** What stands in front of it in a typed line: `at` in `subscribe at 9:00`, `|` between papers. */
  lead?: string
}

/** Written once, available on every platform. */
export type Command = {
  /** What people type; lower case. */
  name: string
  /** One line for menus, at most 100 characters. */
  summary: string
  /** What the rest of the line holds, in order; all but the first have a `lead` by which they are told apart. */
  options: readonly Option[]
  examples: readonly string[]
  /** Left out of menus and of the list that help shows: for buttons. It can be typed all the same. */
  hidden?: true
  /** Answered at once, however many questions wait in line: it only looks up what is there. */
  quick?: true
  /** Each page replaces the one before. What it throws is shown as an error by `handle`. */
  run(input: Input, services: Services): AsyncIterable<Shown>
}

/** A page, and what it showed when that is worth remembering. */
export type Shown = {
  reply: Reply
  /** Papers in the order of their numbers; left out when the page is no turn of the conversation. */
  papers?: readonly PaperId[]
  /** What an answer claimed, for `evidence`. */
  claims?: readonly TurnClaim[]
  /** The question or topic that the page is about, as it was understood. */
  question?: string
}

export type Input = {
  request: Request
  /** The line without the command's name, trimmed. */
  rest: string
  /** The id under which the page is remembered, if it is: for its buttons. */
  turn: string
  signal: AbortSignal
}
