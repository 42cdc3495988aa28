import { z } from 'zod'
import { fillId, formId } from '../manifest.ts'
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
  files: z
    .array(z.object({ name: optional }).nullish().catch(undefined))
    .nullish()
    .catch(undefined),
})

const HomeOpened = z.object({
  type: z.literal('app_home_opened'),
  user: text,
  channel: optional,
  tab: optional,
})

/** Somebody took a message back; `previous_message` is what it was. */
const Deleted = z.object({
  type: z.literal('message'),
  subtype: z.literal('message_deleted'),
  channel: text,
  deleted_ts: text,
  previous_message: z.object({ user: optional, thread_ts: optional }).nullish(),
})

/** The legacy assistant pane was opened. */
const ThreadStarted = z.object({
  type: z.literal('assistant_thread_started'),
  assistant_thread: z.object({ channel_id: text, thread_ts: text, user_id: optional }),
})

/** Somebody came into a channel: Paperboy itself, where it was invited. */
const Joined = z.object({
  type: z.literal('member_joined_channel'),
  user: text,
  channel: text,
  inviter: optional,
  event_ts: text,
})

/** Somebody left a channel, or was put out of it; the first two tell of Paperboy itself, the last of anybody. */
const Left = z.object({ type: z.enum(['channel_left', 'group_left']), channel: text })
const MemberLeft = z.object({ type: z.literal('member_left_channel'), user: text, channel: text })

const Uninstalled = z.object({ type: z.literal('app_uninstalled') })
/** People's own tokens are none of ours. */
const TokensRevoked = z.object({
  type: z.literal('tokens_revoked'),
  tokens: z.object({ bot: z.array(text).nullish() }),
})

const callback = {
  type: z.literal('event_callback'),
  event_id: text,
  team_id: optional,
  context_team_id: optional,
}
export const EventCallback = z.object({
  ...callback,
  event: z.discriminatedUnion('type', [
    Message,
    HomeOpened,
    ThreadStarted,
    Joined,
    Left,
    MemberLeft,
    Uninstalled,
    TokensRevoked,
  ]),
})
export const DeletedCallback = z.object({ ...callback, event: Deleted })

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
  view: z.object({ id: text, type: optional, private_metadata: optional }).nullish(),
  trigger_id: text,
  response_url: optional,
  actions: z
    .array(z.object({ action_id: text, block_id: optional, value: optional, action_ts: optional }))
    .min(1),
})

/** A form that was sent off: what was typed stands under the names of its fields. */
export const FormSubmission = z.object({
  type: z.literal('view_submission'),
  user: User,
  team: Team,
  trigger_id: text,
  view: z.object({
    id: text,
    callback_id: z.enum([formId, fillId]),
    private_metadata: optional,
    state: z.object({
      values: z.record(
        text,
        z.record(
          text,
          z.object({ value: optional, selected_option: z.object({ value: optional }).nullish() }),
        ),
      ),
    }),
  }),
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
