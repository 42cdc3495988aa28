import { z } from 'zod'
import type { Describe, Described } from '../../platform/describe.ts'
import type { Said } from '../../platform/listen.ts'
import type { MenuEntry } from '../../platform/menu.ts'

/** Where an answer goes. */
const Place = z.discriminatedUnion('kind', [
  /** Into a thread; `direct` in a conversation with Paperboy alone, which has a status line. */
  z.object({ kind: z.literal('thread'), channel: z.string(), thread: z.string(), direct: z.boolean() }),
  /** Into a channel for everyone, below a line that says who asked what: what `/paper ask` does. */
  z.object({ kind: z.literal('channel'), channel: z.string() }),
  /** For the one who asked, where they asked; `typed` behind a slash command, whose answer so far can be replaced. */
  z.object({
    kind: z.literal('private'),
    channel: z.string(),
    thread: z.string().exactOptional(),
    typed: z.boolean(),
  }),
  /** For the one who clicked, in a modal over the conversation; `above` another modal, where the click was. */
  z.object({
    kind: z.literal('modal'),
    channel: z.string(),
    thread: z.string().exactOptional(),
    trigger: z.string(),
    above: z.literal(true).exactOptional(),
  }),
  /** Into the conversation of a person with Paperboy: what a button of the home tab does. */
  z.object({ kind: z.literal('direct') }),
])

/** Something to answer; kept in the job log, so that it can be answered after a restart. */
export const Work = z.object({
  /** The same for every delivery of the same thing, and in every message that answers it. */
  key: z.string(),
  line: z.string(),
  who: z.object({ id: z.string(), name: z.string().exactOptional() }),
  team: z.string(),
  place: Place,
  /** The line was not said where the answer goes: it came with a command or a button. */
  unseen: z.boolean(),
  /** What need not be for Paperboy, and how it came; left out for commands and buttons. */
  heard: z.enum(['addressed', 'involved', 'overheard']).exactOptional(),
  /** The words of a message that was shared with it. */
  shared: z.string().exactOptional(),
  /** Where Slack takes answers without being a member, for 30 minutes. */
  responseUrl: z.string().exactOptional(),
  /** The moment of the thing answered, as Slack writes time stamps. */
  since: z.string(),
})
export type Work = z.infer<typeof Work>
export type Place = Work['place']

/** The messages that show the answer so far, in order. */
export const Posted = z.object({
  channel: z.string(),
  parts: z.array(z.string()),
  /** Its pictures were begun: they are not sent again, since nobody can tell whether they arrived. */
  pictures: z.literal(true).exactOptional(),
})
export type Posted = z.infer<typeof Posted>

/** What a follow-up shares with the question before it. */
export function conversationOf({ team, place, who }: Work, posted?: Posted): string {
  switch (place.kind) {
    case 'thread':
    case 'private':
    case 'modal':
      return threadConversation(team, place.channel, place.thread ?? who.id)
    case 'channel':
      return posted?.parts[0] === undefined
        ? `${team}:${place.channel}:${who.id}`
        : threadConversation(team, posted.channel, posted.parts[0])
    case 'direct':
      return posted?.parts[0] === undefined
        ? `${team}:${who.id}`
        : threadConversation(team, posted.channel, posted.parts[0])
  }
}

export const threadConversation = (team: string, channel: string, thread: string): string =>
  `${team}:${channel}:${thread}`

/** What a payload of Slack's asks for. */
export type Incoming =
  /** Something to answer; `keys` are all the names under which it may come again, `described` what was read of its line. */
  | { kind: 'work'; work: Work; keys: readonly string[]; described?: Described }
  /** A message in a thread that speaks to nobody: to be answered only where Paperboy may be meant. */
  | { kind: 'overheard'; work: Work; keys: readonly string[] }
  | { kind: 'home-opened'; user: string; team: string }
  /** A pane that suggests what to ask; `thread` in the legacy assistant. */
  | { kind: 'pane-opened'; channel: string; thread?: string }
  | { kind: 'removed'; what: string }
  | { kind: 'ignored' }

/** A message that somebody wrote, and the talks it belongs to. */
export type Spoken = { said: Said; talks: readonly string[] }

/** What is known about this installation: its bot user, and what it can be told. */
export type Self = { user: string; menu: readonly MenuEntry[]; describe: Describe }
