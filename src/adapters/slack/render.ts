import type { types } from '@slack/bolt'
import type { Post } from '../../platform/deliver.ts'
import { note, paragraph } from '../../replies/build.ts'
import { cleanLine, truncate } from '../../replies/clean.ts'
import type { Reply } from '../../replies/reply.ts'
import { tableAsFacts } from '../../replies/table.ts'
import { drawActions, drawAsking, drawRating, drawSharing, type Sharing } from './drawing/buttons.ts'
import { type Drawn, drawBlock } from './drawing/draw-block.ts'
import { inRuns } from './drawing/rich-text.ts'
import { limits } from './limits.ts'

/** A message as Slack's methods take it. */
export type SlackMessage = { text: string; blocks: Drawn[] }

/**
 * A reply as messages, in order, each within every limit: what does not fit into one goes on in the next. The buttons
 * stand at the end of the last, below something to read. `text` is what notifications and screen readers get.
 *
 * @param about.askedBy who asked for the page, where others read it: its buttons answer that person before all
 * @param about.sharing what the button carries that shows the page to everybody, where one person sees it
 */
export function renderReply(
  reply: Reply,
  { askedBy, sharing }: { askedBy?: string | undefined; sharing?: Sharing | undefined } = {},
): readonly [SlackMessage, ...SlackMessage[]] {
  const end = [
    ...drawActions(reply.actions ?? [], askedBy),
    ...(sharing ? drawSharing(sharing) : []),
    ...(reply.rating ? [drawRating(reply.rating)] : []),
  ]
  const [first = [], ...more] = inMessages(endingWith(end, drawGroups(reply)))
  return [messageOf(first, reply.summary), ...more.map((drawn) => messageOf(drawn, reply.summary))]
}

/** What stands together in one message. */
type Group = readonly Drawn[]

const sizeOfGroup = (group: Group): number => group.reduce((size, block) => size + sizeOf(block), 0)

/** Groups in as few messages as they fit into. */
function inMessages(groups: readonly Group[]): readonly Drawn[][] {
  return inRuns(groups, sizeOfGroup, limits.message.size)
    .flatMap((run) => inRuns(run, ({ length }) => length, limits.message.blocks))
    .map((run) => run.flat())
}

/** Buttons below the last group; where they do not fit beside it, below a word of their own. */
function endingWith(end: Group, groups: readonly Group[]): readonly Group[] {
  if (end.length === 0) return groups
  const last = [...(groups.at(-1) ?? []), ...end]
  const fits = sizeOfGroup(last) <= limits.message.size && last.length <= limits.message.blocks
  if (fits) return [...groups.slice(0, -1), last]
  return [...groups, [...drawBlock(note('What to do about it:')), ...end]]
}

const messageOf = (blocks: Drawn[], summary: string): SlackMessage => ({
  text: fallbackText(blocks, summary),
  blocks,
})

/** A reply as the blocks of a modal; undefined when it is more than a modal takes. */
export function renderView(reply: Reply, sharing?: Sharing): Drawn[] | undefined {
  const blocks = [
    ...drawPage(reply),
    ...drawActions(reply.actions ?? []),
    ...(sharing ? drawSharing(sharing) : []),
  ]
  return fitsView(blocks) ? blocks : undefined
}

/**
 * A post as one message: what it is, and each paper above a row of its own buttons. A paper that no longer fits goes on in
 * the next message with those behind it.
 */
export function renderPost({ brief, details }: Pick<Post, 'brief' | 'details'>): readonly SlackMessage[] {
  if (details.length === 0) return renderReply(brief)
  const head = drawPage({ ...brief, blocks: brief.blocks.filter(({ kind }) => kind !== 'card') })
  const papers = details.map((paper, index) => [
    ...drawPage(paper),
    ...drawActions(paper.actions ?? []).map((row) => named(row, index)),
  ])
  const [{ rating } = {}] = details
  const end = [
    ...drawActions(brief.actions ?? []).map((row) => named(row, details.length)),
    ...(rating ? [drawRating(rating)] : []),
  ]
  const [first = [], ...others] = papers
  return inMessages(endingWith(end, [[...head, ...first], ...others])).map((drawn) =>
    messageOf(drawn, brief.summary),
  )
}

/** Several replies with their buttons as the blocks of a home tab, below the first of them one to ask; a reply that no longer fits is left out. */
export function renderHome(replies: readonly Reply[]): Drawn[] {
  const home: Drawn[] = []
  for (const [index, reply] of replies.entries()) {
    const divider: readonly Drawn[] = home.length === 0 ? [] : [{ type: 'divider' }]
    const buttons = drawActions(reply.actions ?? []).map((row) => named(row, index))
    const asking = home.length === 0 ? [drawAsking()] : []
    const next = [...divider, ...drawPage(reply), ...asking, ...buttons]
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

const drawPage = (reply: Reply): readonly Drawn[] => drawGroups(reply).flat()

/** The page itself, each heading with what it heads; one without any words shows its summary. */
function drawGroups({ blocks, summary }: Reply): readonly Group[] {
  // A message takes one table: further ones are drawn as lists.
  const table = blocks.findIndex(({ kind }) => kind === 'table')
  const groups: Group[] = []
  let heads: readonly Drawn[] = []
  for (const [index, block] of blocks.entries()) {
    const isFurther = block.kind === 'table' && index !== table
    const [first, ...more] = isFurther ? tableAsFacts(block).flatMap(drawBlock) : drawBlock(block)
    if (first === undefined) continue
    if (block.kind === 'heading') heads = [...heads, first, ...more]
    else {
      groups.push([...heads, first], ...more.map((drawn) => [drawn]))
      heads = []
    }
  }
  if (heads.length > 0) groups.push(heads)
  if (readableText(groups.flat()).trim() !== '') return groups
  return [drawBlock(paragraph(cleanLine(summary) || 'Paperboy'))]
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
  return element.elements.map(readablePiece).join('')
}

function readablePiece(piece: types.RichTextElement): string {
  if (piece.type === 'date') return piece.fallback ?? ''
  return 'text' in piece ? (piece.text ?? '') : ''
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
