import stringWidth from 'string-width'
import { imageInWords, shownUrls, unlistedSources } from '../../replies/plain.ts'
import type { Block, Card, Fact, Inline, Prose, Reply } from '../../replies/reply.ts'
import { tableAsFacts } from '../../replies/table.ts'
import { beside, hang, indent, tie, wrap } from './layout.ts'
import { createPen, type Look, type Pen } from './look.ts'

/** Longer lines tire the eye, however wide the window is. */
const widestText = 88
const widestLabel = 24
/** Between the columns of a table, and how wide one must be to be read. */
const columnGap = '  '
const narrowestColumn = 24

type Canvas = { pen: Pen; width: number; look: Look }

/**
 * A reply as text for a terminal or a pipe, without a line break at its end. Never throws and never empty; nothing
 * from the content acts on the terminal.
 */
export function renderReply(reply: Reply, look: Look): string {
  const pen = createPen(look)
  const width =
    look.columns === Number.POSITIVE_INFINITY
      ? look.columns
      : Math.min(look.columns - look.margin - 1, widestText)
  const canvas: Canvas = { pen, width, look }
  const sources = unlistedSources(reply.blocks).map(({ number, url }) => drawSource(number, url, canvas))
  const parts = [
    ...reply.blocks.map((block) => drawBlock(block, canvas)),
    sources.join('\n'),
    drawActions(reply, canvas),
  ].filter((part) => part.trim() !== '')
  const page = parts.length > 0 ? parts.join('\n\n') : wrap(literal(reply.summary), width).join('\n')
  return indent(drawTone(page, reply.tone, pen), look.margin)
}

/** The terminal's mark-up is its control characters, so this is what escaping means here. */
function literal(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}

/** Addresses hold no blanks and no controls, or they could end their own escape sequence. */
function literalUrl(url: string): string {
  return url.replace(/[\p{Cc}\s]+/gu, '')
}

const firstBlock = /^.+(?:\n.+)*/

/** Warnings and errors colour the block they begin with. */
function drawTone(page: string, tone: Reply['tone'], pen: Pen): string {
  switch (tone) {
    case 'warning':
      return page.replace(firstBlock, (lines) => pen.style('yellow', lines))
    case 'error':
      return page.replace(firstBlock, (lines) => pen.style('red', lines))
    case 'answer':
    case 'working':
    case undefined:
      return page
  }
}

function drawBlock(block: Block, canvas: Canvas): string {
  const { pen, width } = canvas
  switch (block.kind) {
    case 'heading':
      return wrap(pen.style('bold', literal(block.text)), width).join('\n')
    case 'paragraph':
      return wrap(drawProse(block.body, canvas), width).join('\n')
    case 'list':
      return block.items
        .map((item, index) => {
          const mark = block.ordered ? `${`${index + 1}.`.padStart(`${block.items.length}.`.length)} ` : '• '
          return hang(mark, drawProse(item, canvas), width)
        })
        .join('\n')
    case 'quote': {
      const bar = pen.style('dim', '│ ')
      return hang(bar, drawProse(block.body, canvas), width, true)
    }
    case 'code':
    case 'file': {
      const text = block.kind === 'code' ? block.text : block.file.text
      return indent(text.split('\n').map(literal).join('\n'), 4)
    }
    case 'facts':
      return drawFacts(block.rows, canvas)
    case 'table':
      return drawTable(block, canvas)
    case 'card':
      return drawCard(block.card, canvas)
    case 'image':
      return wrap(literal(imageInWords(block.image)), width).join('\n')
    case 'note':
      return wrap(pen.style('dim', drawProse(block.body, canvas)), width).join('\n')
  }
}

function drawFacts(rows: readonly Fact[], canvas: Canvas): string {
  const labels = rows.map((row) => literal(row.label))
  const widest = Math.min(Math.max(0, ...labels.map((label) => stringWidth(label))), widestLabel)
  return rows
    .map((row, index) => {
      const label = labels[index] ?? ''
      const mark = `${canvas.pen.style('dim', label)}${' '.repeat(Math.max(0, widest - stringWidth(label)))}  `
      return hang(mark, drawProse(row.value, canvas), canvas.width)
    })
    .join('\n')
}

/** Columns beside each other where each has room to be read, else row by row. */
function drawTable(table: Extract<Block, { kind: 'table' }>, canvas: Canvas): string {
  const { pen, width } = canvas
  const labels = Math.min(Math.max(0, ...table.rows.map(({ label }) => stringWidth(label))), widestLabel)
  const room = Math.floor((width - labels) / table.head.length) - columnGap.length
  if (!Number.isFinite(width) || room < narrowestColumn)
    return tableAsFacts(table)
      .map((block) => drawBlock(block, canvas))
      .join('\n')
  const line = (label: string, cells: readonly string[]) =>
    beside(
      [wrap(label, labels), ...cells.map((cell) => wrap(cell, room))],
      [labels, ...cells.map(() => room)],
      columnGap,
    )
  const rows = [
    line(
      '',
      table.head.map((column) => pen.style('bold', literal(column))),
    ),
    ...table.rows.map(({ label, cells }) =>
      line(
        pen.style('dim', literal(label)),
        cells.map((cell) => drawProse(cell, canvas)),
      ),
    ),
  ]
  return rows.join('\n\n')
}

function drawCard({ number, title, url, facts = [], body = [] }: Card, { pen, width, look }: Canvas): string {
  const mark = number === undefined ? '' : `${pen.style('cyan', `${number}`.padStart(2))}  `
  const address = url === undefined ? undefined : literalUrl(url)
  const name = pen.style('bold', literal(title))
  const lines = [
    address ? pen.link(name, address) : name,
    pen.style('dim', facts.map(literal).join(' · ')),
    drawProse(body, { pen, width, look }),
    address && !look.hyperlinks ? pen.style('dim', address) : '',
  ].filter((line) => line !== '')
  const below = ' '.repeat(stringWidth(mark))
  return lines.map((line, index) => hang(index === 0 ? mark : below, line, width)).join('\n')
}

function drawSource(number: number, url: string, { pen, width }: Canvas): string {
  const address = literalUrl(url)
  return hang(`${pen.style('cyan', `[${number}]`)} `, pen.style('dim', pen.link(address, address)), width)
}

/**
 * Buttons are command lines, so here they are hints of what to type next: the first of each command, since the
 * others differ by a number only. Pages that are linked above are not offered again.
 */
function drawActions({ actions = [], blocks, rating }: Reply, { pen, width, look }: Canvas): string {
  const shown = shownUrls(blocks)
  const lines = actions.flatMap((action) => (action.kind === 'run' ? [action.typed ?? action.command] : []))
  const commands = Map.groupBy(lines, (line) => /^\S+/.exec(line)?.[0])
  const pages = actions.flatMap((action) =>
    action.kind === 'open' && !shown.has(action.url) ? [action] : [],
  )
  const typed = [
    ...[...commands.values()].flatMap((alike) => alike.slice(0, 1)),
    ...(rating ? [withoutId(rating.up)] : []),
  ]
  const hints = [
    ...typed.map((line) => literal(look.spell?.(line) ?? line)),
    ...pages.map(({ label, url }) => drawLink(literal(label), literalUrl(url), pen, look)),
  ]
  if (hints.length === 0) return ''
  return wrap(pen.style('dim', `Next: ${hints.join(' · ')}`), width).join('\n')
}

/** What is typed refers to the last answer when it names none. */
const withoutId = (line: string): string =>
  line
    .split(' ')
    .filter((word) => !/\d/.test(word))
    .join(' ')

function drawLink(text: string, url: string, pen: Pen, { hyperlinks }: Look): string {
  if (hyperlinks) return pen.link(pen.style('underline', text), url)
  return text === url ? url : `${text} <${url}>`
}

/** Running text, trimmed; a citation never begins a line. */
function drawProse(body: Prose, canvas: Canvas): string {
  return body
    .map((inline, index) => {
      const drawn = drawInline(inline, canvas)
      return body[index + 1]?.kind === 'cite' ? drawn.replace(/ $/, tie) : drawn
    })
    .join('')
    .trim()
}

function drawInline(inline: Inline, { pen, look }: Canvas): string {
  switch (inline.kind) {
    case 'text':
      return drawText(literal(inline.text), inline.style, pen)
    case 'link':
      return drawLink(literal(inline.text), literalUrl(inline.url), pen, look)
    case 'cite':
      return pen.style('cyan', pen.link(`[${inline.number}]`, literalUrl(inline.url)))
    case 'hint':
      return pen.style('cyan', literal(look.spell?.(inline.line) ?? inline.line))
    case 'time':
      return literal(inline.text)
  }
}

function drawText(text: string, style: 'strong' | 'emphasis' | 'code' | undefined, pen: Pen): string {
  switch (style) {
    case 'strong':
      return pen.style('bold', text)
    case 'emphasis':
      return pen.style('italic', text)
    case 'code':
      return pen.style('cyan', text)
    case undefined:
      return text
  }
}
