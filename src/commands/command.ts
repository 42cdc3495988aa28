import type { PaperId } from '../papers/paper.ts'
import type { Reply } from '../replies/reply.ts'
import type { Services } from './services.ts'

export type Person = { id: string; name?: string }

/** Where a conversation takes place. `conversation` is what a follow-up shares with the question before it. */
export type Address = { platform: 'terminal' | 'slack' | 'discord'; conversation: string }

/** What a person said, as they would type it: `ask why ...`, `show 2`, or a bare question. */
export type Request = { who: Person; where: Address; line: string }

/** Each reply replaces the one before; at least one comes, and it never throws. */
export type Handle = (request: Request, signal?: AbortSignal) => AsyncIterable<Reply>

/** What a command takes after its name. Platforms make menus, slash options and autocomplete from it. */
export type Option = {
  name: string
  summary: string
  kind: 'text' | 'paper' | 'command'
  required: boolean
}

/** Written once, available on every platform. */
export type Command = {
  /** What people type; lower case. */
  name: string
  /** One line for menus, at most 100 characters. */
  summary: string
  /** Takes the rest of the line; at most one for now. */
  options: readonly Option[]
  examples: readonly string[]
  /** Each page replaces the one before. What it throws is shown as an error by `handle`. */
  run(input: Input, services: Services): AsyncIterable<Shown>
}

/** A page, and what it showed when that is worth remembering. */
export type Shown = {
  reply: Reply
  /** Papers in the order of their numbers; left out when the page is no turn of the conversation. */
  papers?: readonly PaperId[]
}

export type Input = {
  request: Request
  /** The line without the command's name, trimmed. */
  rest: string
  signal: AbortSignal
}
