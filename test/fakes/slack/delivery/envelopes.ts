import type { Message } from '../state/message-log.ts'
import type { Channel, Workspace } from '../state/workspace.ts'
import { messageObject } from '../web-api/methods/chat.ts'
import type { Envelope } from './acks.ts'

export type Fields = Record<string, unknown>

let events = 0

/** An event as the Events API wraps it, with an id of its own. */
export function eventEnvelope({ team, bot }: Workspace, event: Fields): Envelope {
  const body = {
    token: 'fake-verification-token',
    team_id: team,
    context_team_id: team,
    context_enterprise_id: null,
    api_app_id: bot.app,
    event: { event_ts: event.ts, ...event },
    type: 'event_callback',
    event_id: newEventId(),
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team, user_id: bot.user, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  }
  return { kind: 'events_api', what: String(event.type), body }
}

/** The same event once more under another id, as Slack sometimes sends it. */
export function withNewEventId(envelope: Envelope): Envelope {
  return { ...envelope, body: { ...envelope.body, event_id: newEventId() } }
}

function newEventId(): string {
  events += 1
  return `Ev${String(events).padStart(9, '0')}`
}

/** The `message` event of a message. */
export function messageEvent(workspace: Workspace, message: Message, channel: Channel): Envelope {
  return eventEnvelope(workspace, {
    ...messageObject(message, workspace),
    channel: channel.id,
    channel_type: channel.kind,
  })
}

/** `app_mention`, which comes beside the `message` event of the same message. */
export function mentionEvent(workspace: Workspace, message: Message): Envelope {
  return eventEnvelope(workspace, {
    ...messageObject(message, workspace),
    type: 'app_mention',
    channel: message.channel,
  })
}

/** What apps get when a message changes or goes, also by their own hand. */
export function changeEvent(
  workspace: Workspace,
  change: 'message_changed' | 'message_deleted',
  message: Message,
  channel: Channel,
): Envelope {
  const now = messageObject(message, workspace)
  const before = message.versions.at(-2) ?? message
  return eventEnvelope(workspace, {
    type: 'message',
    subtype: change,
    hidden: true,
    channel: channel.id,
    channel_type: channel.kind,
    ts: workspace.nextTime(),
    ...(change === 'message_changed' && { message: now }),
    ...(change === 'message_deleted' && { deleted_ts: message.ts }),
    previous_message: { ...now, text: before.text },
  })
}

/** What commands and interactions say about where they come from. */
export function interactionFields({ team, bot, people }: Workspace, user: string): Fields {
  const name = people.get(user) ?? user
  return {
    token: 'fake-verification-token',
    api_app_id: bot.app,
    team: { id: team, domain: 'papers' },
    user: { id: user, username: name, name, team_id: team },
    enterprise: null,
    is_enterprise_install: false,
  }
}

export function interaction(type: string, fields: Fields): Envelope {
  return { kind: 'interactive', what: type, body: { type, ...fields } }
}
