import { z } from 'zod'
import type { Ack, Envelope } from '../delivery/acks.ts'
import type { Courier } from '../delivery/courier.ts'
import { type Fields, interaction, interactionFields } from '../delivery/envelopes.ts'
import { buttons } from '../reading.ts'
import type { Message } from '../state/message-log.ts'
import type { OpenView } from '../state/view-log.ts'
import type { Block } from '../validation/blocks.ts'
import { validateView } from '../validation/view.ts'
import { messageObject } from '../web-api/methods/chat.ts'
import type { Platform } from '../web-api/methods/method.ts'
import type { ResponseUrls } from '../web-api/response-urls.ts'

/** How an app keeps a form open that was sent off; anything else closes it. */
const FormAnswer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
])

/** A field of a form as Slack sends it: with what was typed or chosen, else with what stood in it. */
function filledField(block: Extract<Block, { type: 'input' }>, words: string | undefined): Fields {
  const { element } = block
  const { type } = element
  if (element.type === 'plain_text_input')
    return { type, value: (words ?? element.initial_value ?? '') || null }
  const chosen =
    words === undefined ? element.initial_option : element.options?.find(({ text }) => text.text === words)
  if (words !== undefined && words !== '' && !chosen) throw new Error(`No option is ${words}.`)
  return { type, selected_option: chosen ?? null }
}

export type Interactions = ReturnType<typeof createInteractions>

/** Slash commands, buttons, shortcuts and dialogs that people use; each resolves with its acknowledgement. */
export function createInteractions(platform: Platform, courier: Courier, responses: ResponseUrls) {
  const { workspace, triggers, messages, views } = platform
  const { ada, general, bot, team } = workspace
  const send = (envelope: Envelope): Promise<Ack> => courier.deliver(envelope)

  /** What an acknowledgement says to a command is shown to the asker, or to all. */
  const showResponse = (ack: Ack, channel: string, user: string) => {
    const response = typeof ack.response === 'object' && ack.response !== null ? { ...ack.response } : {}
    const { text, response_type: type }: Fields = response
    const words = typeof ack.response === 'string' ? ack.response : text
    if (typeof words !== 'string' || words === '') return
    messages.post({
      channel,
      ts: workspace.nextTime(),
      user: bot.user,
      fromBot: true,
      text: words,
      ...(type !== 'in_channel' && { onlyFor: user }),
    })
  }

  const chosen = (shown: Pick<Message, 'blocks'>, label: string) => {
    const found = buttons(shown.blocks).find((button) => button.label === label)
    if (!found) {
      const labels = buttons(shown.blocks).map((button) => button.label)
      throw new Error(`There is no button "${label}", only ${labels.join(', ') || 'none'}.`)
    }
    const { action, block } = found
    return { ...action, block_id: block, action_ts: workspace.nextTime() }
  }

  /** The state of a form after it was filled in, by the labels of its fields. */
  const stateOf = (view: OpenView, typed: Readonly<Record<string, string>>): Fields =>
    Object.fromEntries(
      view.blocks.flatMap((block) =>
        block.type === 'input'
          ? [
              [
                block.block_id ?? '',
                { [block.element.action_id ?? '']: filledField(block, typed[block.label.text]) },
              ],
            ]
          : [],
      ),
    )

  return {
    /** Types `/paper <text>`. */
    async command(text: string, { user = ada, channel = general, name = '/paper' } = {}): Promise<Ack> {
      const body = {
        token: 'fake-verification-token',
        team_id: team,
        team_domain: 'papers',
        channel_id: channel,
        channel_name: workspace.channel(channel).name || 'directmessage',
        user_id: user,
        user_name: workspace.people.get(user) ?? user,
        command: name,
        text,
        api_app_id: bot.app,
        is_enterprise_install: 'false',
        response_url: responses.create(channel, user),
        trigger_id: triggers.create(user),
      }
      const ack = await send({ kind: 'slash_commands', what: name, body })
      showResponse(ack, channel, user)
      return ack
    },
    /** Presses the button with this label under a message. */
    click(message: Message, label: string, { user = ada } = {}): Promise<Ack> {
      const ephemeral = message.onlyFor !== undefined
      const channel = workspace.channel(message.channel)
      return send(
        interaction('block_actions', {
          ...interactionFields(workspace, user),
          container: {
            type: 'message',
            message_ts: message.ts,
            channel_id: message.channel,
            is_ephemeral: ephemeral,
            ...(message.thread && { thread_ts: message.thread }),
          },
          trigger_id: triggers.create(user),
          channel: { id: channel.id, name: channel.name || 'directmessage' },
          // Ephemeral messages are not kept, so their payloads come without them.
          ...(!ephemeral && { message: messageObject(message, workspace) }),
          state: { values: {} },
          response_url: responses.create(message.channel, user, message),
          actions: [chosen(message, label)],
        }),
      )
    },
    /** Presses a button in a dialog or on the Home tab. */
    clickInView(view: OpenView, label: string, { user = ada } = {}): Promise<Ack> {
      return send(
        interaction('block_actions', {
          ...interactionFields(workspace, user),
          container: { type: 'view', view_id: view.id },
          trigger_id: triggers.create(user, view.type === 'modal' ? view.id : undefined),
          view,
          actions: [chosen(view, label)],
        }),
      )
    },
    /** Chooses a shortcut in a message's menu. */
    shortcut(message: Message, callback: string, { user = ada } = {}): Promise<Ack> {
      const channel = workspace.channel(message.channel)
      return send(
        interaction('message_action', {
          ...interactionFields(workspace, user),
          callback_id: callback,
          action_ts: workspace.nextTime(),
          trigger_id: triggers.create(user),
          channel: { id: channel.id, name: channel.name || 'directmessage' },
          response_url: responses.create(channel.id, user),
          message_ts: message.ts,
          message: messageObject(message, workspace),
        }),
      )
    },
    /** Fills in fields of a dialog by their labels, leaves the others as they are, and sends it off. */
    fill(view: OpenView, typed: Readonly<Record<string, string>>, who: { user?: string } = {}): Promise<Ack> {
      return this.submit(view, stateOf(view, typed), who)
    },
    /** Sends a dialog off with what was typed: `{ block: { action: { type, value } } }`. */
    async submit(view: OpenView, values: Fields, { user = ada } = {}): Promise<Ack> {
      const ack = await send(
        interaction('view_submission', {
          ...interactionFields(workspace, user),
          trigger_id: triggers.create(user),
          view: { ...view, state: { values } },
          response_urls: [],
        }),
      )
      const response = FormAnswer.safeParse(ack.response).data
      if (response?.response_action === 'update')
        views.update(validateView(response.view, 'modal'), { id: view.id })
      else if (!response) views.close(view.id)
      else if (Object.keys(response.errors).some((block) => !Object.hasOwn(values, block)))
        throw new Error('An error stands beside no field of the form.')
      return ack
    },
  }
}
