import { createInteraction, type InteractionDraft } from './interactions.ts'
import { messageCreated, postMessage } from './messages.ts'
import { type SeenMessage, seeMessage } from './reading/screen.ts'
import { messageJson, userJson } from './serialize.ts'
import { commandData, findCommand } from './typed-command.ts'
import type { Modal } from './validation/callback.ts'
import { withNested } from './validation/components.ts'
import { emptyContents } from './validation/message-body.ts'
import type { Channel, GatewayEvent, Interaction, Message, User, World } from './world.ts'

/** Something a person did. */
export type Deed = {
  /** Tells the bot of it once more, as happens after a lost connection. */
  redeliver(): void
}

export type InteractionDeed = Deed & {
  interaction: Interaction
  /** Milliseconds until the first response; undefined while there is none. */
  respondedAfter(): number | undefined
  /** The messages that came of it, as they read now. */
  messages(): SeenMessage[]
}

export type MessageDeed = Deed & { message: Message }

export type Person = ReturnType<typeof createPerson>

/** Somebody who talks with the bot, and what they can do. */
export function createPerson(world: World, name: string) {
  const user: User = { id: world.nextId(), name, bot: false, refusesDms: false, managesChannels: false }
  world.users.set(user.id, user)

  const deed = (event: GatewayEvent): Deed => {
    world.emit(event)
    return { redeliver: () => world.emit(event) }
  }

  function interact(draft: Omit<InteractionDraft, 'user'>): InteractionDeed {
    const { interaction, event } = createInteraction(world, { ...draft, user })
    return {
      ...deed(event),
      interaction,
      respondedAfter: () => interaction.response && interaction.response.at - interaction.createdAt,
      messages: () =>
        [interaction.originalId, ...interaction.followUpIds].flatMap((id) => {
          const message = world.messages.get(id ?? '')
          return message && !message.deleted ? [seeMessage(message)] : []
        }),
    }
  }

  return {
    user,

    /** Gives them the role that may manage channels. */
    promote() {
      user.managesChannels = true
    },

    /** Takes from them that they may write. */
    mute() {
      user.readsOnly = true
    },

    /** Runs a slash command, such as `paper ask`, as the client would let them: it must be registered. */
    slash: (channel: Channel, words: string, options: Record<string, string | boolean> = {}) =>
      interact({ kind: 'command', channel, data: commandData(world, channel, words, options) }),

    /** Types into an option of a slash command. */
    type: (channel: Channel, words: string, options: Record<string, string>, focused: string) =>
      interact({ kind: 'autocomplete', channel, data: commandData(world, channel, words, options, focused) }),

    /** Presses the button with this label. */
    press(message: SeenMessage, label: string) {
      const button = message.buttons.find((each) => each.label === label)
      const source = world.messages.get(message.id)
      const channel = world.channels.get(source?.channelId ?? '')
      if (!source || !channel || button?.style === undefined || button.style === 5)
        throw new Error(
          `There is no button ${label} among: ${message.buttons.map((each) => each.label).join(', ')}`,
        )
      return interact({
        kind: 'component',
        channel,
        data: { component_type: 2, custom_id: button.custom_id },
        source: { id: source.id, json: messageJson(world, source, { messageContent: true }) },
      })
    },

    /** Chooses what has this label from a menu below a message. */
    choose(message: SeenMessage, label: string) {
      const source = world.messages.get(message.id)
      const channel = world.channels.get(source?.channelId ?? '')
      const parts = source?.contents.components.flatMap(withNested) ?? []
      const menus = parts.filter((part) => part.type === 3)
      const menu = menus.find(({ options }) => options.some((option) => option.label === label))
      const option = menu?.options.find((each) => each.label === label)
      if (!source || !channel || !menu || !option) throw new Error(`No menu offers ${label}.`)
      return interact({
        kind: 'component',
        channel,
        data: { component_type: 3, custom_id: menu.custom_id, values: [option.value] },
        source: { id: source.id, json: messageJson(world, source, { messageContent: true }) },
      })
    },

    /**
     * Fills the form that a click was answered with, all its text alike or its fields by their labels, and sends it off; a field that is
     * not filled keeps what stands in it.
     */
    fill({ interaction }: InteractionDeed, words: string | Readonly<Record<string, string>>) {
      const typedIn = (label: string, type: number) =>
        typeof words !== 'string' ? words[label] : type === 4 ? words : undefined
      const modal = interaction.response?.modal
      const source = world.messages.get(interaction.sourceId ?? '')
      const channel = world.channels.get(interaction.channelId)
      if (!modal || !channel) throw new Error('There is no form.')
      const components = modal.components.flatMap((part) =>
        part.type === 18
          ? [
              {
                type: 18,
                id: 1,
                component: filledField(part.component, typedIn(part.label, part.component.type)),
              },
            ]
          : [],
      )
      return interact({
        kind: 'modal',
        channel,
        data: { custom_id: modal.custom_id, components },
        ...(source && {
          source: { id: source.id, json: messageJson(world, source, { messageContent: true }) },
        }),
      })
    },

    /** Picks an entry of a message's context menu. */
    useOn(message: Message, entry: string) {
      const channel = world.channels.get(message.channelId)
      if (!channel) throw new Error('The message is in no channel.')
      const { id } = findCommand(world, channel, entry, 3)
      const target = messageJson(world, message, { messageContent: true })
      const author = world.users.get(message.authorId) ?? world.bot
      return interact({
        kind: 'command',
        channel,
        data: {
          id,
          name: entry,
          type: 3,
          target_id: message.id,
          resolved: { messages: { [message.id]: target }, users: { [author.id]: userJson(author) } },
        },
      })
    },

    /** Writes a message; a reply pings whom it replies to unless that was switched off. */
    say(
      channel: Channel,
      text: string,
      reply: { to?: SeenMessage | Message; ping?: boolean; files?: readonly string[] } = {},
    ): MessageDeed {
      const attachments = (reply.files ?? []).map((filename, id) => ({
        ...{ id: `${id}`, filename, description: '', bytes: new Uint8Array(1) },
      }))
      // The event goes out while the message is made; this is its copy for a second delivery.
      const message = postMessage(world, {
        author: user,
        channel,
        contents: { ...emptyContents, content: text, attachments },
        replyTo: reply.to?.id,
        pingReplied: reply.ping ?? true,
      })
      return { message, redeliver: () => world.emit(messageCreated(world, message)) }
    },
  }
}

type Field = Extract<Modal['components'][number], { type: 18 }>['component']

/** A field as the client sends it: with what was typed or chosen, else with what stood in it. */
function filledField(field: Field, words: string | undefined) {
  const { type, custom_id } = field
  if (type === 4) return { type, id: 2, custom_id, value: words ?? field.value ?? '' }
  const chosen = field.options.filter((option) =>
    words === undefined ? option.default : option.label === words,
  )
  if (words !== undefined && words !== '' && chosen.length === 0) throw new Error(`No option is ${words}.`)
  return { type, id: 2, custom_id, values: chosen.map(({ value }) => value) }
}
