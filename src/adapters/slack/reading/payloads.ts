import { z } from 'zod'
import { Words } from './words.ts'

/** What Slack sends, as far as it is read; see docs.slack.dev/reference/events and /interactivity. */

const text = z.string()
const optional = text.nullish().transform((value) => value ?? undefined)

/** A person's message, in a channel or a direct conversation. */
const Message = Words.extend({
  type: z.enum(['message', 'app_mention']),
  subtype: optional,
  bot_id: optional,
  user: optional,
  channel: text,
  channel_type: optional,
  ts: text,
  thread_ts: optional,
})

const HomeOpened = z.object({
  type: z.literal('app_home_opened'),
  user: text,
  channel: optional,
  tab: optional,
})

/** The legacy assistant pane was opened. */
const ThreadStarted = z.object({
  type: z.literal('assistant_thread_started'),
  assistant_thread: z.object({ channel_id: text, thread_ts: text }),
})

const Uninstalled = z.object({ type: z.literal('app_uninstalled') })
/** People's own tokens are none of ours. */
const TokensRevoked = z.object({
  type: z.literal('tokens_revoked'),
  tokens: z.object({ bot: z.array(text).nullish() }),
})

export const EventCallback = z.object({
  type: z.literal('event_callback'),
  event_id: text,
  team_id: optional,
  context_team_id: optional,
  event: z.discriminatedUnion('type', [Message, HomeOpened, ThreadStarted, Uninstalled, TokensRevoked]),
})

export const SlashCommand = z.object({
  command: text,
  text: text.optional().transform((value) => value ?? ''),
  user_id: text,
  user_name: optional,
  team_id: optional,
  channel_id: text,
  trigger_id: text,
  response_url: optional,
})

const User = z.object({ id: text, name: optional, username: optional, team_id: optional })
const Team = z.object({ id: text }).nullish()
const Channel = z.object({ id: text })

export const BlockActions = z.object({
  type: z.literal('block_actions'),
  user: User,
  team: Team,
  channel: Channel.nullish(),
  container: z
    .object({ is_ephemeral: z.boolean().nullish(), thread_ts: optional, message_ts: optional })
    .nullish(),
  message: z.object({ ts: text, thread_ts: optional }).nullish(),
  view: z.object({ private_metadata: optional }).nullish(),
  trigger_id: text,
  response_url: optional,
  actions: z.array(z.object({ action_id: text, value: optional, action_ts: optional })).min(1),
})

export const MessageShortcut = z.object({
  type: z.literal('message_action'),
  callback_id: text,
  user: User,
  team: Team,
  channel: Channel,
  message: Words.extend({ ts: text, thread_ts: optional }),
  trigger_id: text,
  response_url: optional,
})
