import {
  type AutocompleteInteraction,
  ChannelType,
  type ChatInputCommandInteraction,
  cleanContent,
  type Message,
  type MessageContextMenuCommandInteraction,
} from 'discord.js'
import { mentionsInPassing, speaksOfUs } from '../../platform/listen.ts'
import { askLine, type MenuEntry } from '../../platform/menu.ts'
import type { Request } from '../../platform/request.ts'
import { cleanLine } from '../../replies/clean.ts'
import type { Linked } from './conversations.ts'
import { privateOption } from './registration.ts'
import { wordsIn } from './words.ts'

/** A message that is meant for Paperboy, or may be, as a line. */
export type Heard = {
  line: string
  linked: Linked
  how: NonNullable<Request['heard']>
  /** It replies to Paperboy. */
  replied: boolean
  /** The names of files that came with it. */
  files: readonly string[]
}

/** How many files of a message are known by their names, and how much of a name, in UTF-16 units. */
const files = { most: 5, name: 80 }

/**
 * What a message says to the bot `me`; undefined when it is not spoken to: neither mentioned nor replied to, nor in a
 * direct message or a thread that it opened. In such a thread people still talk to each other by mentioning someone or
 * replying to them.
 */
export function readMessage(message: Message, me: string): Heard | undefined {
  if (message.author.bot || message.webhookId !== null || message.system) return undefined
  const { channel, mentions, content } = message
  const mentioned =
    content.includes(`<@${me}>`) ||
    content.includes(`<@!${me}>`) ||
    mentions.roles.some((role) => role.tags?.botId === me)
  const replied = mentions.repliedUser?.id === me
  const others = mentions.users.some(({ id }) => id !== me)
  const line = cleanContent(withoutMention(message, me), channel).trim()
  const linked = linkedOf(message)
  const read = { line, linked, replied, files: namesOf(message) }
  if (channel.type === ChannelType.DM) return { ...read, how: 'addressed' }
  if (mentioned) {
    const signs = [`<@${me}`, `<@!${me}`]
    if (!replied && signs.some((sign) => speaksOfUs(content, sign))) return undefined
    const inPassing = signs.some((sign) => mentionsInPassing(content, sign))
    return { ...read, how: inPassing ? 'involved' : 'addressed' }
  }
  // Without the message content intent, a reply that does not ping comes without its words.
  if (line === '' || others) return undefined
  if (replied) return { ...read, how: 'involved' }
  const ours = channel.isThread() && channel.ownerId === me && mentions.repliedUser === null
  return ours ? { ...read, how: 'overheard' } : undefined
}

const namesOf = ({ attachments }: Message): readonly string[] =>
  [...attachments.values()].slice(0, files.most).map(({ name }) => cleanLine(name, files.name) || 'a file')

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
  const said = wordsIn(targetMessage).replace(/\s+/g, ' ')
  return said === '' ? '' : askLine(menu, said)
}

/** Which option of which command is being typed, where, and what stands there. */
export function readTyping({ options, guildId, channelId, user }: AutocompleteInteraction) {
  const { name, value } = options.getFocused(true)
  const guild = guildId ?? undefined
  const posts = postsOf({ person: user.id, channel: channelId, guild })
  const where = { platform: 'discord', posts, ...(guild !== undefined && { workspace: guild }) }
  return { command: options.getSubcommand(), option: name, typed: value, where }
}

/** Where posts go that are asked for in a channel of a server, or in a direct conversation. */
export function postsOf(at: { person: string; channel: string; guild?: string | undefined }) {
  const platform = 'discord'
  return at.guild === undefined
    ? ({ platform, kind: 'direct', person: at.person } as const)
    : ({ platform, workspace: at.guild, kind: 'channel', channel: at.channel } as const)
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
