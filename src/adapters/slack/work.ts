import { z } from 'zod'
import type { Describe, Described } from '../../platform/describe.ts'
import type { Said } from '../../platform/listen.ts'
import type { MenuEntry } from '../../platform/menu.ts'
import type { OptionsForm } from '../../platform/options-form.ts'
import type { Origin } from './modal-origin.ts'

/** Where an answer goes. */
const Place = z.discriminatedUnion('kind', [
  /** Into a thread, in a `message` of ours that it takes the place of; `direct` in a conversation with Paperboy alone. */
  z.object({
    kind: z.literal('thread'),
    channel: z.string(),
    thread: z.string(),
    direct: z.boolean(),
    /** Nobody has written in it yet: Slack shows private lines in no such thread. */
    begins: z.literal(true).exactOptional(),
    /** Its answer stands in the channel beside the question, as is set there, and begins a thread of its own. */
    open: z.literal(true).exactOptional(),
    message: z.string().exactOptional(),
  }),
  /** Into a channel for everyone, below a line that says who asked what: what `/paper ask` does. */
  z.object({ kind: z.literal('channel'), channel: z.string() }),
  /**
   * For the one who asked, in a line where they asked: a notice. In a thread only where somebody wrote in it before; in
   * the place of the line that was clicked, where it `replaces` that.
   */
  z.object({
    kind: z.literal('private'),
    channel: z.string(),
    thread: z.string().exactOptional(),
    replaces: z.literal(true).exactOptional(),
  }),
  /**
   * For the one who asked, in a modal over the conversation: `above` another one, where the click was, or in the `view`
   * that is open already.
   */
  z.object({
    kind: z.literal('modal'),
    channel: z.string(),
    thread: z.string().exactOptional(),
    trigger: z.string(),
    above: z.literal(true).exactOptional(),
    view: z.string().exactOptional(),
  }),
  /** For everyone in a channel or thread, in the name of the one who saw it alone before. */
  z.object({
    kind: z.literal('shared'),
    channel: z.string(),
    thread: z.string().exactOptional(),
    /** The modal that it was shared from. */
    view: z.string().exactOptional(),
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
  /** Paperboy has just come into the channel, and says who it is. */
  introduced: z.literal(true).exactOptional(),
  /** The words of a message that was shared with it. */
  shared: z.string().exactOptional(),
  /** The names of files that came with it. */
  files: z.array(z.string()).exactOptional(),
  /** The papers of the page that it was asked below. */
  about: z.array(z.string()).exactOptional(),
  /** The key of the work whose page is shared. */
  shares: z.string().exactOptional(),
  /** What others read in the thread, for what changes that: the conversation that a private page stands over. */
  over: z.string().exactOptional(),
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
  /** The modal that shows it. */
  view: z.string().exactOptional(),
})
export type Posted = z.infer<typeof Posted>

/**
 * What a follow-up shares with the question before it. What one person sees alone is a conversation of theirs, one in a
 * channel, whatever thread it stands in; what begins a thread goes by its key until that is there.
 */
export function conversationOf({ team, place, who, key, over }: Work, posted?: Posted): string {
  switch (place.kind) {
    case 'thread':
      return threadConversation(
        team,
        place.channel,
        place.open ? (posted?.parts[0] ?? key.replaceAll(':', '-')) : place.thread,
      )
    case 'shared':
      return threadConversation(team, place.channel, place.thread ?? who.id)
    case 'private':
    case 'modal':
      return threadConversation(team, place.channel, over ?? who.id)
    case 'channel':
    case 'direct': {
      const channel = posted?.channel ?? (place.kind === 'channel' ? place.channel : who.id)
      return threadConversation(team, channel, posted?.parts[0] ?? key.replaceAll(':', '-'))
    }
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
  | { kind: 'pane-opened'; channel: string; thread?: string; user: string; team: string }
  /** A form for a question, about a paper where it has a `name`, while the click's trigger is good; `above` the modal it was clicked in. */
  | { kind: 'form-wanted'; trigger: string; above?: string; origin: Origin; name?: string }
  /** A form for the options of a command, likewise; `work` is the line that it goes on with. */
  | { kind: 'form-wanted'; trigger: string; above?: string; origin: Origin; form: OptionsForm; work: Work }
  /** What was filled in cannot be read: what is wrong, by the names of the fields. */
  | { kind: 'form-refused'; problems: Readonly<Record<string, string>> }
  /** Somebody took back what they said: what answers it is taken back, too. */
  | { kind: 'taken-back'; key: string; at: { channel: string; thread: string }; by: string | undefined }
  /** Somebody wants a message of ours to go. */
  | {
      kind: 'removal-wanted'
      at: { channel: string; ts: string; thread: string }
      by: string
      responseUrl?: string
    }
  /** Paperboy was put out of a channel. */
  | { kind: 'put-out'; channel: string; team: string }
  | { kind: 'removed'; what: string }
  | { kind: 'ignored' }

/** A message that somebody wrote, and the talks it belongs to. */
export type Spoken = { said: Said; talks: readonly string[] }

/** What is known about this installation: its bot user, and what it can be told. */
export type Self = { user: string; menu: readonly MenuEntry[]; describe: Describe }
