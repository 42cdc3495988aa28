import type { PaperId } from '../papers/paper.ts'
import type { Declared, Described } from '../platform/describe.ts'
import type { MenuEntry } from '../platform/menu.ts'
import type { Prefilled } from '../platform/options-form.ts'
import type { Request } from '../platform/request.ts'
import type { Reply } from '../replies/reply.ts'
import type { TurnClaim } from '../store/store.ts'
import type { Services } from './services.ts'

/** Written once, available on every platform. */
export type Command = MenuEntry &
  Declared & {
    /**
     * Who may change something by it where others read too: everyone, members of the workspace, those who may manage
     * the place, those who may subscribe it (`SUBSCRIPTIONS_BY`, or what is set for it), or the people who run Paperboy. Looking
     * is free; a command asks `checkMayUse` before it changes anything.
     */
    mayUse: 'everyone' | 'members' | 'managers' | 'subscribers' | 'operators'
    /** No option of it is required, but one of them has to be there. */
    needsOption?: true
    /** What is known of its options before a form for them opens; `rest` is what its line holds already. */
    prefill?(input: { request: Request; rest: string }, services: Pick<Services, 'store'>): Promise<Prefilled>
    /** Each page replaces the one before. What it throws is shown as an error by `handle`. */
    run(input: Input, services: Services): AsyncIterable<Shown>
  }

/** Whether a command can do nothing without words behind its name. */
export const needsWords = ({ options, needsOption }: Command): boolean =>
  needsOption === true || options.some(({ required }) => required)

/** A page, and what it showed when that is worth remembering. */
export type Shown = {
  reply: Reply
  /** Papers in the order of their numbers; left out when the page is no turn of the conversation. */
  papers?: readonly PaperId[]
  /** What an answer claimed, for `evidence`. */
  claims?: readonly TurnClaim[]
  /** The question or topic that the page is about, as it was understood. */
  question?: string
  /** The line that lists the same and more of it, where the page is a list and about no question: "more" goes on with it. */
  list?: string
  /** The line of a command that answers instead: the page is not shown. */
  instead?: string
  /** What was ordered in another language, as an English line: the page is shown where that orders nothing. */
  order?: string
  /**
   * What the page is worth to a line that was only heard: `aside` answers what asked for nothing, `guess` answers what
   * may not have been meant for Paperboy, `order` asks back about what surely was. Left out when it surely is what was
   * asked for.
   */
  worth?: 'aside' | 'guess' | 'order'
}

/** A request whose line has been read. */
export type DescribedRequest = Request & { described: Described }

export type Input = {
  request: DescribedRequest
  /** The line without the command's name, trimmed. */
  rest: string
  /** The id under which the page is remembered, if it is: for its buttons. */
  turn: string
  signal: AbortSignal
}
