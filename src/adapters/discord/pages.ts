import type { Block, Image, Reply } from '../../replies/reply.ts'
import { drawBlock } from './blocks.ts'
import { limits } from './limits.ts'

/** The texts and pictures of one message. */
export type Page = readonly (string | Image)[]

/**
 * A reply as the texts of one or more messages, none of them empty, that together show every word of it. They are
 * cut between blocks; only a block that is longer than a message is cut inside, and a heading stays with what it heads.
 *
 * @param pictures whether pictures are shown, rather than told in words
 */
export function drawPages(
  { summary, blocks }: Pick<Reply, 'summary' | 'blocks'>,
  { pictures }: { pictures: boolean },
): readonly Page[] {
  const pages: (string | Image)[][] = []
  let room = 0
  let previous: Block | undefined
  /** A heading that waits for what it heads. */
  let head = ''

  function put(text: string, between: string): void {
    const page = pages.at(-1)
    if (!page || between.length + text.length > room) {
      pages.push([text])
      room = limits.messageText - text.length
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
    if (block.kind === 'image' && pictures && shown < limits.attachments) {
      putHead()
      const page = pages.at(-1)
      if (page) page.push(block.image)
      else {
        pages.push([block.image])
        room = limits.messageText
      }
      previous = undefined
      continue
    }
    for (const [part, text] of drawBlock(block, limits.messageText).entries()) {
      if (text === '') continue
      if (block.kind === 'heading' && part === 0) {
        putHead()
        head = text
        continue
      }
      const whole = head === '' ? text : `${head}\n${text}`
      if (whole.length > limits.messageText) putHead()
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

/** Quotes stand close to the paper they are from. */
function spaceBetween(above: Block, below: Block): string {
  return above.kind === 'card' && below.kind === 'quote' ? '\n' : '\n\n'
}
