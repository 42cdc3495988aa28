import { ComponentType, cleanContent, type Message } from 'discord.js'
import { z } from 'zod'

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '')
const Component = z.object({
  type: z.number(),
  content: text,
  components: z.array(z.unknown()).nullish(),
})
const Content = z.object({
  content: text,
  embeds: z.array(z.object({ title: text, description: text })).nullish(),
  components: z.array(z.unknown()).nullish(),
})
/** Where the words of a message stand: what was written, cards, components of bots, and messages forwarded with it. */
export const Words = Content.extend({
  message_snapshots: z.array(z.object({ message: Content })).nullish(),
})
export type Words = z.infer<typeof Words>

/** Containers hold sections, which hold texts; Discord nests no deeper. */
const deepest = 4

/** All the words of a message, wherever they stand; empty when it has none or they may not be read. */
export function wordsOf({ content, embeds, components, message_snapshots: forwarded }: Words): string {
  return [
    content,
    ...(embeds ?? []).flatMap(({ title, description }) => [title, description]),
    ...displayed(components),
    ...(forwarded ?? []).map(({ message }) => wordsOf(message)),
  ]
    .filter((words) => words.trim() !== '')
    .join('\n')
    .trim()
}

/** The same of a message of the client, with names for its mentions where its channel is known. */
export function wordsIn(message: Message): string {
  const { embeds, components, messageSnapshots } = message
  const contentOf = (of: Pick<Message, 'embeds' | 'components'>, content: string) => ({
    content,
    embeds: of.embeds.map(({ title, description }) => ({
      title: title ?? '',
      description: description ?? '',
    })),
    components: of.components.map((component) => component.toJSON()),
  })
  return wordsOf({
    ...contentOf({ embeds, components }, spokenIn(message)),
    message_snapshots: [...messageSnapshots.values()].map((snapshot) => ({
      message: contentOf(snapshot, snapshot.content),
    })),
  })
}

/** Without the mentions of people where Paperboy is no member and knows no channel. */
function spokenIn({ content, channel }: Message): string {
  // The types promise a channel, which an installation by a person alone does not bring.
  const known: Message['channel'] | null = channel
  return known
    ? cleanContent(content, known)
    : content.replace(/<(?:@[!&]?|#)\d{1,25}>/g, ' ').replace(/ {2,}/g, ' ')
}

function displayed(components: readonly unknown[] | null | undefined, depth = 0): readonly string[] {
  if (depth > deepest) return []
  return (components ?? []).flatMap((component) => {
    const read = Component.safeParse(component).data
    if (!read) return []
    return [
      ...(read.type === ComponentType.TextDisplay ? [read.content] : []),
      ...displayed(read.components, depth + 1),
    ]
  })
}
