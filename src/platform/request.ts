import type { PaperId } from '../papers/paper.ts'
import type { Reply } from '../replies/reply.ts'
import type { PostAddress } from '../store/subscriptions.ts'
import type { Described } from './describe.ts'
import type { Said } from './listen.ts'

export type Person = { id: string; name?: string }

/** A name that people read, and the time zone they live in, an IANA name. */
export type Profile = { name?: string; zone?: string }

/** Where a conversation takes place. */
export type Address = {
  /** As the adapter calls its platform: `slack`. */
  platform: string
  /** What a follow-up shares with the question before it: a Slack thread, a Discord thread or chain of replies. */
  conversation: string
  /** How the names of all conversations of this place begin, where only this person talks with Paperboy in several. */
  within?: string
  /** Other conversations of this place that are this person's alone, as what was asked in private is: theirs to forget here. */
  besides?: readonly string[]
  /** The Slack team or Discord server it belongs to, if any. */
  workspace?: string
  /** Where posts go that somebody asks for here; left out where there can be none. */
  posts?: PostAddress
  /** Where posts go to this person alone, if they can. */
  own?: PostAddress
}

/** What a person said, as they would type it: `ask why ...`, `show 2`, or a bare question. */
export type Request = {
  who: Person
  where: Address
  line: string
  /** How many papers the page's facts may list, for callers that page through them; left out for as many as usual. */
  atMost?: number
  /** What the line asks for, where that has been read already: it is read once and travels with the request. */
  described?: Described
  /**
   * Whether this person belongs to the workspace for good: neither a guest nor a program. Left out where nobody else can be
   * there.
   *
   * @throws PaperboyError where nobody can tell just now
   */
  isMember?: () => Promise<boolean>
  /** Whether the platform lets this person manage the place; left out where nobody else is. */
  mayManage?: () => Promise<boolean>
  /** Whether this person may decide for everybody of the workspace; left out where there is none. */
  managesWorkspace?: () => Promise<boolean>
  /** Who changes what comes to a place where nothing else is set; left out where nobody else is. */
  changedBy?: 'members' | 'managers'
  /** Where what is asked in the open is answered, where nothing is set for the place. */
  repliesIn?: 'thread' | 'channel'
  /** What the platform knows of this person; left out where it knows no more than who they are. Never fails. */
  profile?: () => Promise<Profile>
  /** What has to be done so that Paperboy may post unasked where `posts` says, if anything. */
  postsNeed?: () => Promise<string | undefined>
  /** The channels that this person can read, to be told to them alone; left out where nobody can tell. Never fails. */
  channels?: () => Promise<Channels>
  /** Paperboy has just come to the place: what it says is for everybody there. */
  introduced?: true
  /** Shown before anybody asked for it: no turn of a conversation. */
  unasked?: true
  /**
   * How a line came that people may have said to each other: `addressed` to Paperboy by a mention or a direct message,
   * where thanks get no answer; `involved` by a reply to it or a mention in passing, where comments get none,
   * either;
   * `overheard` among people, where only what surely is meant for Paperboy gets one. Left out for what always gets one:
   * commands, buttons, a terminal.
   */
  heard?: 'addressed' | 'involved' | 'overheard'
  /**
   * What people said before in the same place, oldest first: what "this" or "that" points at where the conversation with
   * Paperboy holds nothing yet. Asked for only then. Never fails; left out where nobody can have said anything.
   */
  before?: () => Promise<readonly Said[]>
  /** The names of files that came with the line: they are not read. */
  files?: readonly string[]
  /** The papers of the page that the line was asked below, in a form or as a reply, in the order of their numbers. */
  about?: readonly PaperId[]
  /** The message that the line is a reply to, also one of Paperboy's. Never fails. */
  pointsAt?: () => Promise<Said | undefined>
}

/** Channels as people call them, and where posts go there; or a sentence why nobody can tell. */
export type Channels =
  | { known: readonly { name: string; posts: PostAddress }[] }
  | { known?: undefined; why: string }

/**
 * Each reply replaces the one before; it never throws. At least one comes, unless the line was only `heard`: then none
 * is an answer, too.
 */
export type Handle = (request: Request, signal?: AbortSignal) => AsyncIterable<Reply>
