import type { z } from 'zod'
import { mentionsInPassing, speaksOfUs } from '../../platform/listen.ts'
import { cleanLine } from '../../replies/clean.ts'
import { commandIncoming } from './reading/command-line.ts'
import { actionIncoming, formSubmitted, shortcutIncoming } from './reading/interactions.ts'
import { mentionsAnyone } from './reading/message-text.ts'
import {
  BlockActions,
  DeletedCallback,
  EventCallback,
  FormSubmission,
  MessageShortcut,
  SlashCommand,
} from './reading/payloads.ts'
import { saidBy, talksOf } from './reading/talk.ts'
import { mentionsInWords, sharedWords, wordsOf } from './reading/words.ts'
import type { Incoming, Self, Spoken, Work } from './work.ts'

/** Messages of these subtypes are people's; edits, deletions, joins and bots are not. */
const saidByPeople: ReadonlySet<string | undefined> = new Set([undefined, 'file_share', 'thread_broadcast'])
const directChannels: ReadonlySet<string | undefined> = new Set(['im', 'app_home'])

/** Any payload of Slack, of any kind and quality -> what it asks for. Never throws. */
export function readPayload(body: unknown, self: Self): Incoming {
  const deleted = DeletedCallback.safeParse(body)
  if (deleted.success) return deletedIncoming(deleted.data)
  const event = EventCallback.safeParse(body)
  if (event.success) return eventIncoming(event.data, self)
  const command = SlashCommand.safeParse(body)
  if (command.success) return commandIncoming(command.data, self)
  const action = BlockActions.safeParse(body)
  if (action.success) return actionIncoming(action.data, self)
  const shortcut = MessageShortcut.safeParse(body)
  if (shortcut.success) return shortcutIncoming(shortcut.data, self)
  const form = FormSubmission.safeParse(body)
  if (form.success) return formSubmitted(form.data, self)
  return { kind: 'ignored' }
}

/** How many files of a message are known by their names, and how much of a name, in UTF-16 units. */
const mostFiles = 5
const longestName = 80

type Callback = z.infer<typeof EventCallback>
type Message = Extract<Callback['event'], { type: 'message' | 'app_mention' }>

function eventIncoming(callback: Callback, self: Self): Incoming {
  const { event } = callback
  switch (event.type) {
    case 'message':
    case 'app_mention':
      return messageIncoming(callback, event, self)
    case 'app_home_opened':
      if (event.tab === undefined || event.tab === 'home')
        return { kind: 'home-opened', user: event.user, team: teamOf(callback) }
      return event.channel === undefined
        ? { kind: 'ignored' }
        : { kind: 'pane-opened', channel: event.channel, user: event.user, team: teamOf(callback) }
    case 'assistant_thread_started': {
      const { channel_id: channel, thread_ts: thread, user_id: user = channel } = event.assistant_thread
      return { kind: 'pane-opened', channel, thread, user, team: teamOf(callback) }
    }
    case 'member_joined_channel':
      return joinedIncoming(callback, event, self)
    case 'member_left_channel':
      if (event.user !== self.user) return { kind: 'ignored' }
      return { kind: 'put-out', channel: event.channel, team: teamOf(callback) }
    case 'channel_left':
    case 'group_left':
      return { kind: 'put-out', channel: event.channel, team: teamOf(callback) }
    case 'app_uninstalled':
      return { kind: 'removed', what: event.type }
    case 'tokens_revoked':
      return event.tokens.bot?.length ? { kind: 'removed', what: event.type } : { kind: 'ignored' }
  }
}

type Joined = Extract<Callback['event'], { type: 'member_joined_channel' }>

/** Paperboy says who it is once where it was invited, however often Slack tells of it. */
function joinedIncoming(
  callback: Callback,
  { user, channel, inviter, event_ts: since }: Joined,
  self: Self,
): Incoming {
  if (user !== self.user) return { kind: 'ignored' }
  const team = teamOf(callback)
  const key = `joined:${team}:${channel}`
  const place = { kind: 'channel', channel } as const
  const work: Work = {
    key,
    line: '',
    who: { id: inviter ?? user },
    team,
    place,
    unseen: false,
    introduced: true,
    since,
  }
  return { kind: 'work', work, keys: [key] }
}

/** A mention comes twice, as `app_mention` and as `message`; whichever is first is answered. */
function messageIncoming(callback: Callback, message: Message, self: Self): Incoming {
  const { user, channel, ts, thread_ts: thread = ts } = message
  const byPerson = message.bot_id === undefined && user !== undefined && user !== self.user
  if (!byPerson || !saidByPeople.has(message.subtype)) return { kind: 'ignored' }
  const team = teamOf(callback)
  // The ids of direct messages begin with D, for the event that does not tell its kind of channel.
  const direct = directChannels.has(message.channel_type ?? (channel.startsWith('D') ? 'im' : undefined))
  if (!direct && speaksOfUs(message.text, `<@${self.user}`)) return { kind: 'ignored' }
  const key = messageKey(team, channel, ts)
  const isAddressed = direct || mentionsInWords(message, self.user)
  const inPassing = !direct && mentionsInPassing(message.text, `<@${self.user}`)
  const shared = sharedWords(message, self.user)
  const files = (message.files ?? [])
    .slice(0, mostFiles)
    .map((file) => cleanLine(file?.name ?? 'a file', longestName))
  const work: Work = {
    key,
    line: wordsOf(message, self.user),
    who: { id: user },
    team,
    place: { kind: 'thread', channel, thread, direct, ...(thread === ts && { begins: true }) },
    unseen: false,
    heard: !isAddressed ? 'overheard' : inPassing ? 'involved' : 'addressed',
    ...(shared !== '' && { shared }),
    ...(files.length > 0 && { files }),
    since: ts,
  }
  const keys = [`event:${callback.event_id}`, `message:${key}`]
  if (isAddressed) return { kind: 'work', work, keys }
  const speaksToNobody = message.type === 'message' && !mentionsAnyone(message.text)
  return speaksToNobody ? { kind: 'overheard', work, keys } : { kind: 'ignored' }
}

function deletedIncoming(callback: z.infer<typeof DeletedCallback>): Incoming {
  const { channel, deleted_ts: ts, previous_message: before } = callback.event
  return {
    kind: 'taken-back',
    key: messageKey(teamOf(callback), channel, ts),
    at: { channel, thread: before?.thread_ts ?? ts },
    by: before?.user,
  }
}

/** By what a message is known when it is told of again. */
const messageKey = (team: string, channel: string, ts: string): string => `${team}:${channel}:${ts}`

/** What a payload tells that somebody wrote, whether or not it asks for anything; undefined for edits and deletions. */
export function spokenIn(body: unknown, self: Pick<Self, 'user'>): Spoken | undefined {
  const callback = EventCallback.safeParse(body).data
  if (callback?.event.type !== 'message') return undefined
  const { channel, ts, thread_ts: thread = ts, subtype } = callback.event
  const said =
    saidByPeople.has(subtype) || subtype === 'bot_message' ? saidBy(callback.event, self.user) : undefined
  return said && { said, talks: talksOf(teamOf(callback), channel, ts, thread) }
}

/** In a channel shared between organisations: the team in whose name the event came. */
const teamOf = ({ context_team_id, team_id }: Pick<Callback, 'context_team_id' | 'team_id'>): string =>
  context_team_id ?? team_id ?? 'unknown'
