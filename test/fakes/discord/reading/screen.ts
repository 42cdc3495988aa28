import { type AnyComponent, type ButtonComponent, withNested } from '../validation/components.ts'
import { embedTexts } from '../validation/embeds.ts'
import { type Contents, messageFlags } from '../validation/message-body.ts'
import type { Channel, Message, World } from '../world.ts'
import { type Mark, readMarkdown } from './markdown.ts'

/** A message as a person sees it. */
export type SeenMessage = {
  id: string
  /** What is read, without mark-up, from top to bottom. */
  text: string
  marks: readonly Mark[]
  /** Every address that can be reached from it, by text or button. */
  links: readonly string[]
  buttons: readonly ButtonComponent[]
  /** What a screen reader says of each picture. */
  pictures: readonly string[]
  ephemeral: boolean
  /** It says that the bot is thinking, and nothing else yet. */
  loading: boolean
}

/** What a message says now. */
export function seeMessage(message: Message): SeenMessage {
  const { contents, id } = message
  const reads = rawTexts(contents).map(readMarkdown)
  const marks = reads.flatMap((read) => read.marks)
  const buttons = contents.components.flatMap(withNested).filter((part) => part.type === 2)
  const addresses = marks.flatMap(({ kind, target }) =>
    (kind === 'link' || kind === 'address') && target ? [target] : [],
  )
  return {
    id,
    text: reads.map((read) => read.text).join('\n'),
    marks,
    links: [
      ...addresses,
      ...contents.embeds.flatMap((embed) => (embed.url ? [embed.url] : [])),
      ...buttons.flatMap((button) => (button.style === 5 ? [button.url] : [])),
    ],
    buttons,
    pictures: contents.components
      .flatMap(withNested)
      .flatMap((part) => (part.type === 12 ? part.items : []))
      .map(({ description }) => description ?? ''),
    ephemeral: (contents.flags & messageFlags.ephemeral) !== 0,
    loading: (contents.flags & messageFlags.loading) !== 0,
  }
}

/** Messages in a channel that this person sees, oldest first; without a person, what everyone sees. */
export function seeChannel(world: World, channel: Channel, person?: string): SeenMessage[] {
  return [...world.messages.values()]
    .filter(({ channelId, deleted }) => channelId === channel.id && !deleted)
    .filter(({ onlyFor }) => onlyFor === undefined || onlyFor === person)
    .map(seeMessage)
}

/** Every text of a message as it was sent, with its mark-up. */
export function rawTexts({ content, embeds, components }: Contents): string[] {
  const texts = components
    .flatMap(withNested)
    .flatMap((part: AnyComponent) => (part.type === 10 ? [part.content] : []))
  return [content, ...embeds.flatMap(embedTexts), ...texts].filter((text) => text !== '')
}
