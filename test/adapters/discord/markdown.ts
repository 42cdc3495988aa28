import {
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIMessageTopLevelComponent,
  ComponentType,
} from 'discord.js'
import {
  type MessageBody,
  pagesOf,
  type RenderOptions,
  renderPage,
} from '../../../src/adapters/discord/render.ts'
import type { Reply } from '../../../src/replies/reply.ts'

type Message = { components: readonly APIMessageTopLevelComponent[] }
type Component = APIMessageTopLevelComponent | APIComponentInContainer | APIComponentInMessageActionRow

/** All the pages of a reply, as messages. */
export const everyPage = (reply: Reply, options: RenderOptions = {}): readonly MessageBody[] =>
  Array.from({ length: pagesOf(reply, { pictures: options.pictures ?? false }) }, (_, page) =>
    renderPage(reply, { ...options, page }),
  )

/** Every component of a message, nested ones included, top to bottom. */
export function everyComponent(message: Message): readonly Component[] {
  const withInner = (component: Component): readonly Component[] =>
    component.type === ComponentType.Container || component.type === ComponentType.ActionRow
      ? [component, ...component.components.flatMap(withInner)]
      : [component]
  return message.components.flatMap(withInner)
}

export function buttonsOf(message: Message): readonly APIButtonComponent[] {
  return everyComponent(message).filter((component) => component.type === ComponentType.Button)
}

/** The Markdown of a message, top to bottom. */
export function markdownOf(message: Message): string {
  return everyComponent(message)
    .flatMap((component) => (component.type === ComponentType.TextDisplay ? [component.content] : []))
    .join('\n')
}

/** Markdown as a reader sees it: without marks, links as their text, escaped characters as they are. */
export function readMarkdown(markdown: string): string {
  return markdown
    .replace(/\u200B/g, '')
    .split(/^```\n(.*?)\n```$/gms)
    .map((part, index) => (index % 2 === 1 ? part : readLines(part)))
    .join('')
}

function readLines(markdown: string): string {
  return markdown
    .replace(/^(?:### |-# |> |- |\d+\. )/gm, '')
    .replace(/\[((?:\\.|\[[^\]]*\]|[^[\]\\])*)\]\(<[^>]*>\)/g, '$1')
    .replace(/\\([^\p{L}\p{N}\s])|`([^`\n]*)`|\*+/gu, (_mark, escaped = '', code = '') => escaped + code)
}
