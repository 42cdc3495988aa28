import {
  type BaseInteraction,
  ChannelType,
  type Guild,
  type GuildBasedChannel,
  type Interaction,
  type Message,
  MessageFlags,
  PermissionFlagsBits,
  type RepliableInteraction,
} from 'discord.js'
import { LRUCache } from 'lru-cache'
import { describeError } from '../../lib/errors.ts'
import type { AdapterParts } from '../../platform/adapter.ts'
import { failureReply } from '../../platform/failure.ts'
import { createEarshot, mayBeMeant } from '../../platform/listen.ts'
import type { Answering } from './answering.ts'
import { createChannelSettings } from './channel-settings.ts'
import { createClicks, type Pressed } from './clicks.ts'
import type { Conversations } from './conversations.ts'
import { holdsThreads, removeAnswer } from './follow-on.ts'
import { type Heard, linkedOf, readMenu, readMessage, readSlash, readTyping } from './incoming.ts'
import { offerChoices, openResponse } from './interactions.ts'
import { managesChannel, maySend } from './permissions.ts'
import { removeName } from './registration.ts'
import { renderPage } from './render.ts'
import type { Rest } from './rest.ts'
import { channelTransport, type Transport, tokenTransport } from './transports.ts'
import type { Work } from './work.ts'

export type ReceiverOptions = Pick<
  AdapterParts,
  'menu' | 'describe' | 'complete' | 'prefill' | 'turns' | 'placeSettings' | 'log' | 'clock'
> & {
  rest: Rest
  application: string
  conversations: Conversations
  answering: Answering
  /** Whether messages can be read that do not mention Paperboy. */
  readable: boolean
}

/** Turns Discord's events into work; whatever goes wrong with one event is logged and harms no other. */
export function createReceiver(options: ReceiverOptions) {
  const { menu, describe, complete, log, clock, rest, conversations, answering, turns, placeSettings } =
    options
  const settings = createChannelSettings(placeSettings)
  /** What was said lately where Paperboy can hear it. */
  const earshot = createEarshot()

  /** Interactions that were delivered. A second first response is an invalid request. */
  const seen = new LRUCache<string, true>({ max: 10_000 })

  async function receive(interaction: Interaction): Promise<void> {
    if (seen.has(interaction.id)) return
    seen.set(interaction.id, true)
    if (interaction.isAutocomplete())
      return offerChoices(rest, interaction, await complete(readTyping(interaction)))
    if (interaction.isChatInputCommand()) {
      const { line, private: secret } = readSlash(interaction, menu)
      return respond(interaction, line, typed(interaction, line, secret))
    }
    if (interaction.isMessageContextMenuCommand()) {
      if (interaction.commandName === removeName) return removeAnswer(interaction, options)
      const line = readMenu(interaction, menu)
      return respond(interaction, line, typed(interaction, line, false))
    }
    if (interaction.isButton()) await clicks.click(interaction)
    if (interaction.isStringSelectMenu()) await clicks.choose(interaction)
    if (interaction.isModalSubmit()) await clicks.submit(interaction)
  }

  /** Who sees what comes of a command: what it declares, unless its asker wants it for themselves. */
  function typed({ guildId }: RepliableInteraction, line: string, secret: boolean): Pressed {
    const described = describe(line)
    const isAsked = described.audience === 'asker' && guildId !== null
    return { described, alone: secret || isAsked, apart: secret }
  }

  /** Nothing that takes time may come before the first response. */
  async function respond(interaction: RepliableInteraction, line: string, pressed: Pressed): Promise<void> {
    const { described, alone } = pressed
    const about = { ephemeral: alone, quick: described.quick === true }
    const opening = openResponse(rest, interaction, about)
    try {
      await answering.take(await workOf(interaction, line, pressed), { opening, described })
    } catch (error) {
      const { token } = interaction
      await sayFailure(
        tokenTransport(rest, { application: options.application, token, opening, alone }),
        error,
      )
    }
  }

  /** What could not even be taken on is said at once, to the one who asked where that can be. */
  async function sayFailure(transport: Transport, error: unknown): Promise<void> {
    await transport.put({ body: renderPage(failureReply(error, log)), alone: true, known: undefined })
  }

  const clicks = createClicks({ ...options, respond, workOf })

  async function workOf(
    interaction: RepliableInteraction,
    line: string,
    { described, alone, apart, about }: Pressed,
  ): Promise<Work> {
    const { id, token, user, guildId, channel } = interaction
    const isTyped = interaction.isChatInputCommand() && /\s/.test(line)
    return {
      id,
      token,
      line,
      person: { id: user.id, name: user.displayName },
      channel: interaction.channelId ?? '',
      ...(guildId !== null && { guild: guildId }),
      ...(interaction.memberPermissions?.has(PermissionFlagsBits.ManageChannels) && { manages: true }),
      ...(guildId !== null &&
        !maySend(interaction.appPermissions, channel?.isThread()) && { cannotPost: true as const }),
      conversation: await conversationOf(interaction, apart),
      ...(about && { about: [...about] }),
      ...((isTyped || described.question !== undefined) && { unseen: true as const }),
      private: alone,
      threadable: !alone && holdsThreads(channel?.type),
      at: clock.now().getTime(),
    }
  }

  /** @param apart from what others talk about */
  async function conversationOf(interaction: RepliableInteraction, apart: boolean): Promise<string> {
    const { channel, user, guildId, channelId } = interaction
    if (guildId === null) return channelId ?? user.id
    if (apart) return conversations.ofPerson(channelId ?? '', user.id, true)
    const own = await conversationOfChannel(channel)
    const message = 'message' in interaction ? interaction.message : null
    // A page that one person sees alone stays with the conversation that it was asked in, or at least out of others'.
    if (message?.flags.has(MessageFlags.Ephemeral))
      return (
        conversations.known(message.id) ?? conversations.ofPerson(channelId ?? '', user.id, own !== undefined)
      )
    if (own !== undefined) return own
    return message
      ? conversations.ofMessage(linkedOf(message))
      : conversations.ofPerson(channelId ?? '', user.id)
  }

  /** A thread or a direct message is one conversation; an open channel is many. */
  async function conversationOfChannel(channel: BaseInteraction['channel']): Promise<string | undefined> {
    if (channel?.isDMBased()) return channel.id
    if (!channel?.isThread()) return undefined
    const ours = channel.ownerId === channel.client.user.id
    return conversations.ofThread(channel.id, ours ? (channel.parentId ?? undefined) : undefined)
  }

  async function hear(message: Message, me: string): Promise<void> {
    const { id, author, channelId } = message
    const by =
      author.id === me ? 'us' : author.bot ? 'program' : { person: author.id, name: author.displayName }
    earshot.hear(channelId, { id, by, text: message.content })
    const heard = readMessage(message, me)
    if (!heard || (heard.how === 'overheard' && !(await mayBeForUs(message, heard)))) return
    try {
      await answering.take(await workOfMessage(message, heard))
    } catch (error) {
      const { id, channelId: channel } = message
      await sayFailure(channelTransport(rest.bot, { id, channel, replyTo: id }), error)
    }
  }

  /** Whether a message in a thread of ours that speaks to nobody may be meant for us. */
  async function mayBeForUs(message: Message, { line }: Heard): Promise<boolean> {
    const { id, author, channel } = message
    const conversation = await conversationOfChannel(channel)
    const before = earshot.before(channel.id, id)
    const isOpen = conversation === undefined
    const turn = isOpen ? [] : await turns.recent(conversation, 1)
    const answers = await settings.answersTo(message)
    return mayBeMeant({ line, asker: author.id, before, turns: turn, answers, isOpen })
  }

  async function workOfMessage(
    message: Message,
    { line, linked, replied, how, files }: Heard,
  ): Promise<Work> {
    const { id, channel, author, guildId } = message
    const conversation =
      (await conversationOfChannel(channel)) ??
      (replied ? await conversations.ofMessage(linked) : conversations.ofPerson(channel.id, author.id))
    const { repliesTo } = linked
    const forum = channel.isThread() && channel.parent?.isThreadOnly() === true
    return {
      id,
      line,
      heard: how,
      ...(files.length > 0 && { files: [...files] }),
      ...(repliesTo !== undefined && { pointsAt: { channel: channel.id, id: repliesTo } }),
      ...(channel.isThread() && { inThread: true }),
      ...(forum && { title: channel.name }),
      person: { id: author.id, name: author.displayName },
      channel: channel.id,
      ...(guildId !== null && { guild: guildId }),
      ...(managesChannel(message) && { manages: true }),
      conversation,
      private: false,
      ...((await settings.opensThread(message)) && { opensThread: true as const }),
      threadable: holdsThreads(channel.type),
      at: clock.now().getTime(),
    }
  }

  /** Says who Paperboy is in a server that it was invited to: where the server greets, or in the first channel open to it. */
  async function greet({ id: guild, ownerId, systemChannel, channels, members }: Guild): Promise<void> {
    const me = members.me
    const isOpen = (channel: GuildBasedChannel | null) =>
      channel?.type === ChannelType.GuildText &&
      me !== null &&
      channel.permissionsFor(me).has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SendMessages])
    const channel = [systemChannel, ...channels.cache.values()].find(isOpen)?.id
    if (channel === undefined) return
    const place = { platform: 'discord', workspace: guild, kind: 'channel', channel } as const
    if ((await placeSettings(place)).welcomed) return
    await answering.take({
      id: guild,
      line: '',
      person: { id: ownerId },
      channel,
      guild,
      conversation: conversations.ofPerson(channel, ownerId),
      introduced: true,
      private: false,
      threadable: false,
      at: clock.now().getTime(),
    })
  }

  const failed = (error: unknown) =>
    log.error({ error: describeError(error) }, 'Something from Discord was not answered')
  return {
    onInteraction: (interaction: Interaction): void => void receive(interaction).catch(failed),
    onMessage: (message: Message, me: string): void => void hear(message, me).catch(failed),
    onGuild: (guild: Guild): void => void greet(guild).catch(failed),
  }
}
