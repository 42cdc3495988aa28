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
import { mayBeShared } from '../../platform/audience.ts'
import { truncate } from '../../replies/clean.ts'
import type { Reply } from '../../replies/reply.ts'
import {
  drawActions,
  drawRows,
  openButton,
  type Paging,
  pageButtons,
  shareButton,
  threadButton,
} from './buttons.ts'
import { limits } from './limits.ts'
import { type Attached, drawPages, type Page } from './pages.ts'

/** What is sent: as the body of a new message or of an edit. */
export type MessageBody = {
  flags: number
  components: APIMessageTopLevelComponent[]
  /** Text beside components of the older kind. */
  content?: string
  allowed_mentions: { parse: []; replied_user: false }
  /** The files by their places in `files`; in an edit they replace those that were there. */
  attachments?: { id: number; filename: string; description: string }[]
  /** Sent beside the body, never in it. */
  files?: RawFile[]
}

export type RenderOptions = {
  /** Which page is drawn, from 0; the first when left out, the last when there are fewer. */
  page?: number
  /** What its arrows call this reply, where it has several pages; without it the others are not offered. */
  paging?: Paging | undefined
  /** What its button calls this reply that shows it to everybody; left out where all see it, or nobody else may. */
  share?: Paging | undefined
  /** The name of a thread that a button below an answer offers to open. */
  thread?: string | undefined
  /** Whether pictures and texts go along as files; left out, their words are shown. */
  pictures?: boolean
  /** Without buttons, where another message has them. */
  bare?: boolean
}

const colours = { warning: 0xe0a030, error: 0xd04040 }

/** A page of a reply as a message, with its buttons and, where there are others, arrows to those. Never throws. */
export function renderPage(reply: Reply, options: RenderOptions = {}): MessageBody {
  const { page: wanted = 0, paging, share, thread, pictures = false, bare = false } = options
  const { buttons, menus, pages } = drawn(reply, pictures)
  const number = Math.max(0, Math.min(wanted, pages.length - 1))
  const page = pages[number] ?? []
  if (bare) return messageOf(drawPage(page, reply.tone), attach(page))
  const all = [
    ...buttons,
    ...(thread !== undefined && reply.rating ? [threadButton(thread)] : []),
    ...(share && mayBeShared(reply) ? [shareButton(share)] : []),
    ...(paging && pages.length > 1 ? pageButtons(paging, { number, of: pages.length }) : []),
  ]
  return messageOf([...drawPage(page, reply.tone), ...menus, ...drawRows(all)], attach(page))
}

/** How many pages a reply has, with its pictures or without. */
export const pagesOf = (reply: Reply, { pictures }: { pictures: boolean }): number =>
  drawn(reply, pictures).pages.length

function drawn(reply: Reply, pictures: boolean) {
  const { buttons, menus, blocks } = drawActions(reply)
  const pages = drawPages({ ...reply, blocks: [...reply.blocks, ...blocks] }, { pictures })
  return { buttons, menus, pages }
}

function messageOf(
  components: APIMessageTopLevelComponent[],
  attached: Pick<MessageBody, 'attachments' | 'files'> = {},
): MessageBody {
  return {
    flags: MessageFlags.IsComponentsV2 | MessageFlags.SuppressEmbeds,
    components,
    allowed_mentions: { parse: [], replied_user: false },
    ...attached,
  }
}

/** What stands in public for a page that only the one who asked may see; Discord shows nothing privately after a mention. */
export function standInFor(asker: string, paging: Paging): MessageBody {
  const content = 'My answer is for you alone.'
  return messageOf([{ type: ComponentType.TextDisplay, content }, ...drawRows([openButton(asker, paging)])])
}

/** Names differ within a message, since a component points to its file by name. */
const fileName = ({ name }: Attached, index: number): string => (index === 0 ? name : `${index + 1}-${name}`)

const filesOf = (page: Page): readonly Attached[] => page.filter((part) => typeof part !== 'string')

/** The files of a page as they go along with a message. */
export function attach(page: Page): Pick<MessageBody, 'attachments' | 'files'> {
  const files = filesOf(page)
  if (files.length === 0) return {}
  return {
    attachments: files.map((file, id) => ({
      id,
      filename: fileName(file, id),
      description: truncate(file.alt, limits.alt),
    })),
    files: files.map((file, index) => ({
      name: fileName(file, index),
      data: Buffer.from('png' in file ? file.png : file.text),
      contentType: 'png' in file ? 'image/png' : `${file.mediaType}; charset=utf-8`,
    })),
  }
}

function drawFile(file: Attached, index: number): APIComponentInContainer {
  const url = `attachment://${fileName(file, index)}`
  if (!('png' in file)) return { type: ComponentType.File, file: { url } }
  return {
    type: ComponentType.MediaGallery,
    items: [{ media: { url }, description: truncate(file.alt, limits.alt) }],
  }
}

function drawPage(page: Page, tone: Reply['tone']): APIMessageTopLevelComponent[] {
  const files = filesOf(page)
  const components = page.flatMap((part): APIComponentInContainer[] => {
    if (typeof part !== 'string') return [drawFile(part, files.indexOf(part))]
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
