import type { Block, Image, Reply } from '../../replies/reply.ts'
import { drawBlock } from './blocks.ts'
import { limits } from './limits.ts'

/** The texts and pictures of one message. */
export type Page = readonly (string | Image)[]

/**
 * A reply as the texts of one or more messages, none of them empty, that together show every word of it. They are
 * cut between blocks; only a block that is longer than a message is cut inside.
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
  for (const block of blocks) {
    const shown = pages.at(-1)?.filter((part) => typeof part !== 'string').length ?? 0
    if (block.kind === 'image' && pictures && shown < limits.attachments) {
      const page = pages.at(-1)
      if (page) page.push(block.image)
      else {
        pages.push([block.image])
        room = limits.messageText
      }
      previous = undefined
      continue
    }
    for (const text of drawBlock(block, limits.messageText)) {
      if (text === '') continue
      const between = previous ? spaceBetween(previous, block) : ''
      const page = pages.at(-1)
      if (page && between.length + text.length <= room) {
        const last = page.at(-1)
        if (typeof last === 'string') page[page.length - 1] = `${last}${between || '\n\n'}${text}`
        else page.push(text)
        room -= text.length + 2
      } else {
        pages.push([text])
        room = limits.messageText - text.length
      }
      previous = block
    }
  }
  if (pages.length > 0) return pages
  const [line = 'Paperboy'] = drawBlock({ kind: 'paragraph', body: [{ kind: 'text', text: summary }] }, 500)
  return [[line]]
}

/** Headings stand close to what they head, and quotes to the paper they are from. */
function spaceBetween(above: Block, below: Block): string {
  const close = above.kind === 'heading' || (above.kind === 'card' && below.kind === 'quote')
  return close ? '\n' : '\n\n'
}
