import type { Block, Image, Reply, TextFile } from '../../replies/reply.ts'
import { drawBlock } from './blocks.ts'
import { limits } from './limits.ts'

/** What is sent as a file. */
export type Attached = Image | TextFile

/** The texts and files of one message. */
export type Page = readonly (string | Attached)[]

/**
 * A reply as the texts of one or more messages, none of them empty, that together show every word of it. They are
 * cut between blocks; only a block that is longer than a message is cut inside, and a heading stays with what it heads.
 *
 * @param pictures whether files go along, rather than their words
 * @param length how much text a message holds, in UTF-16 units
 */
export function drawPages(
  { summary, blocks }: Pick<Reply, 'summary' | 'blocks'>,
  { pictures, length = limits.messageText }: { pictures: boolean; length?: number },
): readonly Page[] {
  const pages: (string | Attached)[][] = []
  let room = 0
  let previous: Block | undefined
  /** A heading that waits for what it heads. */
  let head = ''

  function put(text: string, between: string): void {
    const page = pages.at(-1)
    if (!page || between.length + text.length > room) {
      pages.push([text])
      room = length - text.length
      return
    }
    const last = page.at(-1)
    if (typeof last === 'string') page[page.length - 1] = `${last}${between || '\n\n'}${text}`
    else page.push(text)
    room -= text.length + 2
  }

  function putHead(): void {
    if (head !== '') put(head, previous ? '\n\n' : '')
    head = ''
  }

  for (const block of blocks) {
    const shown = pages.at(-1)?.filter((part) => typeof part !== 'string').length ?? 0
    const attached = attachedOf(block)
    if (attached && pictures && shown < limits.attachments) {
      putHead()
      const page = pages.at(-1)
      if (page) page.push(attached)
      else {
        pages.push([attached])
        room = length
      }
      previous = undefined
      continue
    }
    for (const [part, text] of drawBlock(block, length).entries()) {
      if (text === '') continue
      if (block.kind === 'heading' && part === 0) {
        putHead()
        head = text
        continue
      }
      const whole = head === '' ? text : `${head}\n${text}`
      if (whole.length > length) putHead()
      put(head === '' ? text : whole, previous ? spaceBetween(previous, block) : '')
      head = ''
      previous = block
    }
  }
  putHead()
  if (pages.length > 0) return pages
  const [line = 'Paperboy'] = drawBlock({ kind: 'paragraph', body: [{ kind: 'text', text: summary }] }, 500)
  return [[line]]
}

function attachedOf(block: Block): Attached | undefined {
  if (block.kind === 'image') return block.image
  return block.kind === 'file' ? block.file : undefined
}

/** Whether a page has files. */
export const hasFiles = ({ blocks }: Pick<Reply, 'blocks'>): boolean =>
  blocks.some((block) => attachedOf(block) !== undefined)

/** Quotes stand close to the paper they are from. */
function spaceBetween(above: Block, below: Block): string {
  return above.kind === 'card' && below.kind === 'quote' ? '\n' : '\n\n'
}
