import type { types } from '@slack/bolt'
import { note } from '../../../replies/build.ts'
import { cleanLine, cleanText } from '../../../replies/clean.ts'
import { imageInWords, plainBlock } from '../../../replies/plain.ts'
import type { Block, Prose } from '../../../replies/reply.ts'
import { tableAsFacts } from '../../../replies/table.ts'
import { limits } from '../limits.ts'
import { cardElements, type Element, elementRuns, elementsOf, inRuns, textElements } from './rich-text.ts'
import { textPieces } from './text-pieces.ts'

/** The Block Kit blocks that pages are drawn with. */
export type Drawn =
  | types.RichTextBlock
  | types.ContextBlock
  | types.DividerBlock
  | types.TableBlock
  | types.ActionsBlock
  | types.ContextActionsBlock

/** One block of a page as Block Kit blocks: several where it is long, none where it holds nothing. */
export function drawBlock(block: Block): readonly Drawn[] {
  switch (block.kind) {
    case 'heading':
      return drawSections(textElements(cleanLine(block.text), { bold: true }))
    case 'paragraph':
      return drawSections(elementsOf(block.body))
    case 'card':
      return drawSections(cardElements(block.card))
    case 'quote':
      return elementRuns(elementsOf(block.body)).map((run) =>
        richText({ type: 'rich_text_quote', elements: [...run] }),
      )
    case 'list':
      return block.ordered ? drawLines(numberedLines(block.items)) : drawBullets(block.items)
    case 'facts':
      return drawLines(
        block.rows.map(({ label, value }) => [
          ...textElements(`${cleanLine(label)}: `, { bold: true }),
          ...elementsOf(value),
        ]),
      )
    case 'table':
      return drawTable(block) ?? tableAsFacts(block).flatMap(drawBlock)
    case 'code':
      return textPieces(cleanText(block.text), limits.richText.text).map((text) =>
        richText({ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }),
      )
    case 'file':
      return drawBlock({ kind: 'code', text: block.file.text })
    case 'image':
      return drawBlock(note(imageInWords(block.image)))
    case 'note':
      return drawNote(block)
  }
}

/** A table; undefined when it is larger than Slack takes, or than a message with something else beside it. */
function drawTable({ head, rows }: Extract<Block, { kind: 'table' }>): readonly Drawn[] | undefined {
  const { columns, rows: mostRows, size } = limits.table
  if (head.length + 1 > columns || rows.length + 1 > mostRows) return undefined
  const cell = (elements: readonly Element[]) =>
    richText({
      type: 'rich_text_section',
      elements: elements.length > 0 ? [...elements] : [{ type: 'text', text: ' ' }],
    })
  const bold = (text: string) => cell(textElements(text, { bold: true }))
  const drawn: types.TableBlock = {
    type: 'table',
    rows: [
      ['', ...head].map(bold),
      ...rows.map(({ label, cells }) => [bold(label), ...cells.map((body) => cell(elementsOf(body)))]),
    ],
    column_settings: ['', ...head].map(() => ({ is_wrapped: true })),
  }
  return JSON.stringify(drawn).length > size ? undefined : [drawn]
}

const richText = (element: types.RichTextBlock['elements'][number]): types.RichTextBlock => ({
  type: 'rich_text',
  elements: [element],
})

function drawSections(elements: readonly Element[]): readonly types.RichTextBlock[] {
  return elementRuns(elements).map((run) => richText({ type: 'rich_text_section', elements: [...run] }))
}

function drawBullets(items: readonly Prose[]): readonly types.RichTextBlock[] {
  const sections = items
    .flatMap((item) => elementRuns(elementsOf(item)))
    .map((run): types.RichTextSection => ({ type: 'rich_text_section', elements: [...run] }))
  return inRuns(sections, (section) => JSON.stringify(section).length, limits.richText.size).map((run) =>
    richText({ type: 'rich_text_list', style: 'bullet', elements: [...run] }),
  )
}

/** Slack's own numbers start anew in every block, so a long list would count wrongly. */
const numberedLines = (items: readonly Prose[]): readonly Line[] =>
  items.map((item, index) => [...textElements(`${index + 1}. `), ...elementsOf(item)])

type Line = readonly Element[]

/** Lines in as few blocks as they fit into; a line is parted only where it is longer than a block. */
function drawLines(lines: readonly Line[]): readonly types.RichTextBlock[] {
  const sizeOf = (line: Line) => JSON.stringify(line).length + lineEnd
  return inRuns(lines, sizeOf, limits.richText.size).flatMap((run) => drawSections(inLines(run)))
}

/** What stands between two lines, as JSON. */
const lineEnd = JSON.stringify({ type: 'text', text: '\n' }).length

function inLines(lines: readonly (readonly Element[])[]): readonly Element[] {
  return lines.flatMap((line, index) => (index === 0 ? line : [...textElements('\n'), ...line]))
}

/** Small print, where every character stands for itself; only rich text holds links as safely. */
function drawNote(note: Extract<Block, { kind: 'note' }>): readonly Drawn[] {
  if (note.body.some(({ kind }) => kind !== 'text' && kind !== 'hint')) {
    return drawSections(elementsOf(note.body).map((element) => ({ ...element, style: { italic: true } })))
  }
  return textPieces(cleanText(plainBlock(note)), limits.context.text)
    .filter((text) => text.trim() !== '')
    .map((text) => ({ type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] }))
}
