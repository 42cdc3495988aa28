import {
  type AutocompleteInteraction,
  ChannelType,
  type ChatInputCommandInteraction,
  cleanContent,
  type Message,
  type MessageContextMenuCommandInteraction,
} from 'discord.js'
import { askLine, type MenuEntry } from '../../platform/menu.ts'
import type { Linked } from './conversations.ts'
import { privateOption } from './registration.ts'

/** A message that is meant for Paperboy, as a line. */
export type Heard = { line: string; linked: Linked; replied: boolean }

/**
 * What a message says to the bot `me`; undefined when it is not spoken to: neither mentioned nor replied to, nor in a
 * direct message or a thread that it opened. In such a thread people still talk to each other by mentioning someone.
 */
export function readMessage(message: Message, me: string): Heard | undefined {
  if (message.author.bot || message.webhookId !== null || message.system) return undefined
  const { channel, mentions } = message
  const mentioned = mentions.users.has(me) || mentions.roles.some((role) => role.tags?.botId === me)
  const replied = mentions.repliedUser?.id === me
  const line = cleanContent(withoutMention(message, me), channel).trim()
  const ours = channel.isThread() && channel.ownerId === me && mentions.users.size === 0 && line !== ''
  if (!mentioned && !replied && !ours && channel.type !== ChannelType.DM) return undefined
  return { line, linked: linkedOf(message), replied }
}

/** What a slash command asks for: `/paper show paper:TAROT` -> `/show TAROT`, with what leads an option in front. */
export function readSlash(
  { options }: ChatInputCommandInteraction,
  menu: readonly MenuEntry[],
): { line: string; private: boolean } {
  const name = options.getSubcommand()
  const given = new Map(
    options.data.flatMap((option) => option.options ?? [option]).map((option) => [option.name, option.value]),
  )
  const command = menu.find((known) => known.name === name)
  const words = command?.options.flatMap(({ name, lead }) => {
    const value = given.get(name)
    return value === undefined ? [] : [lead ?? [], String(value)].flat()
  })
  return {
    line: [`/${name}`, ...(words ?? [])].join(' '),
    private: options.getBoolean(privateOption) ?? false,
  }
}

/** What "Ask about this" asks: the message as a question. */
export function readMenu(
  { targetMessage }: MessageContextMenuCommandInteraction,
  menu: readonly MenuEntry[],
): string {
  const embedded = targetMessage.embeds.map(({ title, description }) => [title, description].join(' '))
  const said = [readable(targetMessage), ...embedded].join(' ').trim()
  return said === '' ? '' : askLine(menu, said)
}

/** A message with names for its mentions; without those of people where Paperboy is no member and knows no channel. */
function readable({ content, channel }: Message): string {
  // The types promise a channel, which an installation by a person alone does not bring.
  const known: Message['channel'] | null = channel
  return known
    ? cleanContent(content, known)
    : content.replace(/<(?:@[!&]?|#)\d{1,25}>/g, ' ').replace(/ {2,}/g, ' ')
}

/** Which option of which command is being typed, and what stands there. */
export function readTyping({ options }: AutocompleteInteraction) {
  const { name, value } = options.getFocused(true)
  return { command: options.getSubcommand(), option: name, typed: value }
}

export function linkedOf(message: Message): Linked {
  return {
    id: message.id,
    channel: message.channelId,
    author: message.author.id,
    byBot: message.author.bot,
    repliesTo: message.reference?.messageId,
    askedBy: message.interactionMetadata?.user.id,
  }
}

/** The text without the mentions of the bot and of its role. */
function withoutMention({ content, mentions }: Message, me: string): string {
  const roles = mentions.roles.filter((role) => role.tags?.botId === me).map((role) => `<@&${role.id}>`)
  return [`<@${me}>`, `<@!${me}>`, ...roles].reduce((text, mention) => text.replaceAll(mention, ' '), content)
}
