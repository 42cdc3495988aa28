import type { types } from '@slack/bolt'
import { paragraph } from '../../replies/build.ts'
import { cleanLine, truncate } from '../../replies/clean.ts'
import type { Reply } from '../../replies/reply.ts'
import { tableAsFacts } from '../../replies/table.ts'
import { drawActions, drawRating } from './drawing/buttons.ts'
import { type Drawn, drawBlock } from './drawing/draw-block.ts'
import { inRuns } from './drawing/rich-text.ts'
import { limits } from './limits.ts'

/** A message as Slack's methods take it. */
export type SlackMessage = { text: string; blocks: Drawn[] }

/**
 * A reply as messages, in order, each within every limit: what does not fit into one goes on in the next. The buttons
 * stand at the end of the last. `text` is what notifications and screen readers get.
 */
export function renderReply(reply: Reply): readonly [SlackMessage, ...SlackMessage[]] {
  const blocks = [
    ...drawPage(reply),
    ...drawActions(reply.actions ?? []),
    ...(reply.rating ? [drawRating(reply.rating)] : []),
  ]
  const [first = [], ...more] = inRuns(blocks, sizeOf, limits.message.size)
    .flatMap((run) => inRuns(run, () => 1, limits.message.blocks))
    .map((run) => [...run])
  const message = (drawn: Drawn[]) => ({ text: fallbackText(drawn, reply.summary), blocks: drawn })
  return [message(first), ...more.map(message)]
}

/** A reply as the blocks of a modal; undefined when it is more than a modal takes. */
export function renderView(reply: Reply): Drawn[] | undefined {
  const blocks = [...drawPage(reply), ...drawActions(reply.actions ?? [])]
  return fitsView(blocks) ? blocks : undefined
}

/** Several replies with their buttons as the blocks of a home tab; one that no longer fits is left out. */
export function renderHome(replies: readonly Reply[]): Drawn[] {
  const home: Drawn[] = []
  for (const [index, reply] of replies.entries()) {
    const divider: readonly Drawn[] = home.length === 0 ? [] : [{ type: 'divider' }]
    const buttons = drawActions(reply.actions ?? []).map((row) => named(row, index))
    const next = [...divider, ...drawPage(reply), ...buttons]
    if (fitsView([...home, ...next])) home.push(...next)
  }
  return home
}

/** Ids must differ within a view, which holds the buttons of several replies. */
function named(row: Drawn, reply: number): Drawn {
  if (row.type !== 'actions') return row
  return {
    ...row,
    elements: row.elements.map((element) => ({ ...element, action_id: `${element.action_id}:${reply}` })),
  }
}

/** The page itself; one without any words shows its summary. */
function drawPage({ blocks, summary }: Reply): readonly Drawn[] {
  // A message takes one table: further ones are drawn as lists.
  const first = blocks.findIndex(({ kind }) => kind === 'table')
  const drawn = blocks.flatMap((block, index) =>
    block.kind === 'table' && index !== first ? tableAsFacts(block).flatMap(drawBlock) : drawBlock(block),
  )
  if (readableText(drawn).trim() !== '') return drawn
  return drawBlock(paragraph(cleanLine(summary) || 'Paperboy'))
}

const sizeOf = (block: Drawn): number => JSON.stringify(block).length + 1

const fitsView = (blocks: readonly Drawn[]): boolean =>
  blocks.length <= limits.view.blocks && JSON.stringify(blocks).length <= limits.view.size

/** What a person reads in blocks, as plain text; buttons are left out. */
export function readableText(blocks: readonly Drawn[]): string {
  return blocks
    .map(readableBlock)
    .filter((line) => line !== '')
    .join('\n')
}

function readableBlock(block: Drawn): string {
  switch (block.type) {
    case 'rich_text':
      return block.elements.map(richTextLine).join('\n')
    case 'table':
      return block.rows.map((row) => row.map(readableCell).join(' ')).join('\n')
    case 'context':
      return block.elements.map((element) => ('text' in element ? element.text : '')).join(' ')
    case 'divider':
    case 'actions':
    case 'context_actions':
      return ''
  }
}

function readableCell(cell: types.TableBlock['rows'][number][number]): string {
  return cell.type === 'rich_text' ? cell.elements.map(richTextLine).join('') : cell.text
}

function richTextLine(element: types.RichTextBlock['elements'][number]): string {
  if (element.type === 'rich_text_list') return element.elements.map(richTextLine).join('\n')
  return element.elements.map((piece) => ('text' in piece ? (piece.text ?? '') : '')).join('')
}

/** Escaped as `text` asks for; addresses are broken, since clients make links of them where they show this text. */
function fallbackText(blocks: readonly Drawn[], summary: string): string {
  const words = readableText(blocks).trim() || cleanLine(summary) || 'Paperboy'
  for (let length: number = limits.message.text; ; length = Math.floor(length / 2)) {
    const escaped = escapeText(truncate(words, length).replaceAll('://', ':\u200B//'))
    if (escaped.length <= limits.message.text || length < 1) return escaped
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Slack's three control characters; nothing else can begin a mention or a link. */
export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? '')
}
