import type { Ack } from '../delivery/acks.ts'
import type { Courier } from '../delivery/courier.ts'
import { eventEnvelope } from '../delivery/envelopes.ts'
import type { Message } from '../state/message-log.ts'
import type { Platform } from '../web-api/methods/method.ts'

export type Surfaces = ReturnType<typeof createSurfaces>

/** What happens when people open the assistant pane, the agent's messages or the Home tab. */
export function createSurfaces({ workspace, messages, views }: Platform, courier: Courier) {
  const { ada, general, bot, team } = workspace
  const send = (event: Record<string, unknown>): Promise<Ack> =>
    courier.deliver(eventEnvelope(workspace, { event_ts: workspace.nextTime(), ...event }))
  const threadEvent = (type: string, { channel, ts }: Message, user: string, viewed: string) => ({
    type,
    assistant_thread: {
      user_id: user,
      channel_id: channel,
      thread_ts: ts,
      context: { channel_id: viewed, team_id: team, enterprise_id: null },
    },
  })

  return {
    /** Opens a thread of the legacy assistant; -> its first message, in whose thread people then write. */
    async startAssistantThread({ user = ada, viewed = general } = {}): Promise<Message> {
      const root = messages.post({
        channel: workspace.directMessage(user).id,
        ts: workspace.nextTime(),
        user: bot.user,
        fromBot: true,
        text: 'New Assistant Thread',
      })
      await send(threadEvent('assistant_thread_started', root, user, viewed))
      return root
    },
    /** Looks at another channel while an assistant thread is open. */
    changeAssistantContext: (root: Message, viewed: string, { user = ada } = {}) =>
      send(threadEvent('assistant_thread_context_changed', root, user, viewed)),
    /** Opens the Home tab, or the messages of an app with the agent view. */
    openHome({ user = ada, tab = 'home' }: { user?: string; tab?: 'home' | 'messages' } = {}): Promise<Ack> {
      const view = views.homes.get(user)
      const channel = workspace.directMessage(user).id
      return send({ type: 'app_home_opened', user, channel, tab, ...(tab === 'home' && view && { view }) })
    },
    /** Invites somebody, the app itself if nobody is named, to a channel. */
    invite: ({ user = bot.user, channel = general, inviter = ada } = {}) =>
      send({ type: 'member_joined_channel', user, channel, channel_type: 'C', team, inviter }),
    /** Puts somebody, the app itself if nobody is named, out of a channel. */
    putOut: ({
      type,
      user = bot.user,
      channel = general,
    }: {
      type: 'channel_left' | 'group_left' | 'member_left_channel'
      user?: string
      channel?: string
    }) =>
      send(
        type === 'member_left_channel'
          ? { type, user, channel, channel_type: 'C', team }
          : { type, channel, actor_id: ada },
      ),
    /** Takes the app out of the workspace: Slack tells of it twice. */
    async uninstall(): Promise<void> {
      await send({ type: 'tokens_revoked', tokens: { oauth: [], bot: [bot.user] } })
      await send({ type: 'app_uninstalled' })
    },
    /** Looks at other channels while the agent is open. */
    changeAgentContext: (channels: readonly string[], { user = ada } = {}) =>
      send({
        type: 'app_context_changed',
        user,
        channel: workspace.directMessage(user).id,
        context: {
          entities: channels.map((value) => ({ type: 'slack#/types/channel_id', value, team_id: team })),
        },
      }),
  }
}
