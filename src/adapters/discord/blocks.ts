import { imageInWords } from '../../replies/plain.ts'
import type { Block, Card, Fact } from '../../replies/reply.ts'
import { tableAsFacts } from '../../replies/table.ts'
import { escapeFenced, escapeLineStart } from './escape.ts'
import { drawLink, drawProse, drawStrong } from './prose.ts'

/** What stands before a line, and before what goes on from it in the next message. */
type Mark = { first: string; next: string }

const plain: Mark = { first: '', next: '' }
const fence = { open: '```\n', close: '\n```' }
/** What escaping the start of a line adds at most. */
const slack = 2

/**
 * A block as Markdown: one text when it fits into `length` UTF-16 units, otherwise several that each do and together
 * show all of it, with quotes, small print and code going on as such.
 */
export function drawBlock(block: Block, length: number): readonly string[] {
  switch (block.kind) {
    case 'heading':
      return drawLine(escapedWords(block.text), length, { first: '### ', next: '### ' })
    case 'paragraph':
      return drawLine(drawProse(block.body), length)
    case 'list':
      return join(
        block.items.flatMap((item, index) => {
          const first = block.ordered ? `${index + 1}. ` : '- '
          return drawLine(drawProse(item), length, { first, next: '  ' })
        }),
        length,
      )
    case 'quote':
      return drawLine(drawProse(block.body), length, { first: '> ', next: '> ' })
    case 'code':
      return drawCode(block.text, length)
    case 'file':
      return drawCode(block.file.text, length)
    case 'facts':
      return join(
        block.rows.flatMap((row) => drawFact(row, length)),
        length,
      )
    case 'table':
      return join(
        tableAsFacts(block).flatMap((part) => drawBlock(part, length)),
        length,
      )
    case 'card':
      return join(drawCard(block.card, length), length)
    case 'image':
      return drawSmallPrint(escapedWords(imageInWords(block.image)), length)
    case 'note':
      return drawSmallPrint(drawProse(block.body), length)
  }
}

/** Texts put together with line breaks between them, as many in one as `length` allows. */
function join(texts: readonly string[], length: number): readonly string[] {
  const joined: string[] = []
  for (const text of texts) {
    const last = joined.at(-1)
    if (last !== undefined && last.length + 1 + text.length <= length)
      joined[joined.length - 1] = `${last}\n${text}`
    else joined.push(text)
  }
  return joined
}

/** Pieces as one line, or as several where it is too long. Empty when there is nothing to read. */
function drawLine(pieces: readonly string[], length: number, mark: Mark = plain): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of pieces) {
    const before = lines.length === 0 ? mark.first : mark.next
    if (line !== '' && before.length + line.length + piece.length + slack > length) {
      lines.push(`${before}${escapeLineStart(line.trim())}`)
      line = ''
    }
    line += piece
  }
  if (line.trim() === '') return lines
  return [...lines, `${lines.length === 0 ? mark.first : mark.next}${escapeLineStart(line.trim())}`]
}

function drawSmallPrint(pieces: readonly string[], length: number): readonly string[] {
  return drawLine(pieces, length, { first: '-# ', next: '-# ' })
}

function drawCode(text: string, length: number): readonly string[] {
  const room = length - fence.open.length - fence.close.length
  const lines = escapeFenced(text)
    .split('\n')
    .flatMap((line) => line.match(new RegExp(`.{1,${Math.max(1, Math.floor(room / 2))}}`, 'gu')) ?? [''])
  return join(lines, room)
    .filter((part) => part.trim() !== '')
    .map((part) => `${fence.open}${part}${fence.close}`)
}

function drawFact({ label, value }: Fact, length: number): readonly string[] {
  const name = label.trim() === '' ? [] : [...drawStrong(`${label}:`), ' ']
  return drawLine([...name, ...drawProse(value)], length)
}

function drawCard({ number, title, url, facts = [], body = [] }: Card, length: number): readonly string[] {
  const mark = number === undefined ? [] : [`**${number}.** `]
  const name = url === undefined ? drawStrong(title) : drawLink(title, url)
  return [
    ...drawLine([...mark, ...name], length),
    ...drawSmallPrint(escapedWords(facts.join(' · ')), length),
    ...drawLine(drawProse(body), length),
  ]
}

function escapedWords(text: string): readonly string[] {
  return drawProse([{ kind: 'text', text }])
}
