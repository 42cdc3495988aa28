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
  type RawFile,
} from 'discord.js'
import { truncate } from '../../replies/clean.ts'
import type { Image, Reply } from '../../replies/reply.ts'
import { drawActions, drawRows, moreButton, threadButton } from './buttons.ts'
import { limits, manners } from './limits.ts'
import { drawPages, type Page } from './pages.ts'

/** What is sent: as the body of a new message or of an edit. */
export type MessageBody = {
  flags: number
  components: APIMessageTopLevelComponent[]
  allowed_mentions: { parse: []; replied_user: false }
  /** The pictures by their places in `files`; in an edit they replace those that were there. */
  attachments?: { id: number; filename: string; description: string }[]
  /** Sent beside the body, never in it. */
  files?: RawFile[]
}

export type RenderOptions = {
  /** The first page that is drawn, and how many at most. */
  from?: number
  most?: number
  /** What a button for the pages that are left calls this reply; without it they are not offered. */
  more?: string | undefined
  /** The name of a thread that a button below an answer offers to open. */
  thread?: string | undefined
  /** Whether pictures go along as files; left out, they are told in words. */
  pictures?: boolean
}

const colours = { warning: 0xe0a030, error: 0xd04040 }

/** At least one message; buttons stand below the last. Never throws. */
export function renderReply(reply: Reply, options: RenderOptions = {}): readonly MessageBody[] {
  const { from = 0, most = Number.POSITIVE_INFINITY, more, thread, pictures = false } = options
  const { buttons, blocks } = drawActions(reply)
  const pages = drawPages({ ...reply, blocks: [...reply.blocks, ...blocks] }, { pictures })
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
    ...attach(page),
  }))
}

/** What a reply looks like at once: its first messages, the rest behind a button. */
export function renderBeginning(reply: Reply, options: Omit<RenderOptions, 'most'>): readonly MessageBody[] {
  return renderReply(reply, { ...options, most: manners.messagesAtOnce })
}

/** Names differ within a message, since a component points to its file by name. */
const fileName = ({ name }: Image, index: number): string => (index === 0 ? name : `${index + 1}-${name}`)

const imagesOf = (page: Page): readonly Image[] => page.filter((part) => typeof part !== 'string')

function attach(page: Page): Pick<MessageBody, 'attachments' | 'files'> {
  const images = imagesOf(page)
  if (images.length === 0) return {}
  return {
    attachments: images.map((image, id) => ({
      id,
      filename: fileName(image, id),
      description: truncate(image.alt, limits.alt),
    })),
    files: images.map((image, index) => ({
      name: fileName(image, index),
      data: Buffer.from(image.png),
      contentType: 'image/png',
    })),
  }
}

function drawImage(image: Image, index: number): APIComponentInContainer {
  const url = `attachment://${fileName(image, index)}`
  return {
    type: ComponentType.MediaGallery,
    items: [{ media: { url }, description: truncate(image.alt, limits.alt) }],
  }
}

function drawPage(page: Page, tone: Reply['tone']): APIMessageTopLevelComponent[] {
  const images = imagesOf(page)
  const components = page.flatMap((part): APIComponentInContainer[] => {
    if (typeof part !== 'string') return [drawImage(part, images.indexOf(part))]
    return [{ type: ComponentType.TextDisplay, content: part }]
  })
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
