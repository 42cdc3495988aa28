/**
 * Reply -> Discord messages, as Components V2. Not embeds: those are a narrow box on a desktop, need the permission
 * Embed Links, vanish for everybody who turned link previews off, and hold headings, small print and lists worse;
 * text displays use the full width of a phone, take the same Markdown, and twice the text of a plain message. A
 * warning or an error stands in a container with a coloured edge. Every character of the content is escaped here,
 * once; nothing pings and nothing unfurls.
 */
import {
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  ComponentType,
  MessageFlags,
} from 'discord.js'
import type { Reply } from '../../replies/reply.ts'
import { drawActions, drawRows, moreButton, threadButton } from './buttons.ts'
import { manners } from './limits.ts'
import { drawPages, type Page } from './pages.ts'

/** What is sent: as the body of a new message or of an edit. */
export type MessageBody = {
  flags: number
  components: APIMessageTopLevelComponent[]
  allowed_mentions: { parse: []; replied_user: false }
}

export type RenderOptions = {
  /** The first page that is drawn, and how many at most. */
  from?: number
  most?: number
  /** What a button for the pages that are left calls this reply; without it they are not offered. */
  more?: string | undefined
  /** The name of a thread that a button below an answer offers to open. */
  thread?: string | undefined
}

const colours = { warning: 0xe0a030, error: 0xd04040 }

/** At least one message; buttons stand below the last. Never throws. */
export function renderReply(reply: Reply, options: RenderOptions = {}): readonly MessageBody[] {
  const { from = 0, most = Number.POSITIVE_INFINITY, more, thread } = options
  const { buttons, blocks } = drawActions(reply)
  const pages = drawPages({ ...reply, blocks: [...reply.blocks, ...blocks] })
  const first = Math.min(from, pages.length - 1)
  const shown = pages.slice(first, first + most)
  const left = first + shown.length < pages.length
  const all = [
    ...buttons,
    ...(left && more !== undefined ? [moreButton(more, first + shown.length)] : []),
    ...(thread !== undefined && reply.rating ? [threadButton(thread)] : []),
  ]
  return shown.map((page, index) => ({
    flags: MessageFlags.IsComponentsV2 | MessageFlags.SuppressEmbeds,
    components: [...drawPage(page, reply.tone), ...(index === shown.length - 1 ? drawRows(all) : [])],
    allowed_mentions: { parse: [], replied_user: false },
  }))
}

/** What a reply looks like at once: its first messages, the rest behind a button. */
export function renderBeginning(reply: Reply, options: Omit<RenderOptions, 'most'>): readonly MessageBody[] {
  return renderReply(reply, { ...options, most: manners.messagesAtOnce })
}

function drawPage(page: Page, tone: Reply['tone']): APIMessageTopLevelComponent[] {
  const components = page.flatMap((text, index): APIComponentInContainer[] => [
    ...(index === 0 ? [] : [{ type: ComponentType.Separator as const, divider: true }]),
    { type: ComponentType.TextDisplay, content: text },
  ])
  switch (tone) {
    case 'warning':
    case 'error':
      return [{ type: ComponentType.Container, accent_color: colours[tone], components }]
    case 'answer':
    case 'working':
    case undefined:
      return components
  }
}
