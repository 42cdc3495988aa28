import type { Action, Block, Card, Image, Inline, Prose, Reply } from './reply.ts'
import { tableAsFacts } from './table.ts'

/**
 * A reply as plain text: for the log of turns, for fallbacks and for tests. Citations stand as `[1]`, links as
 * `text <url>`; cited addresses that the page does not show otherwise are listed at the end. Never empty as long as
 * the summary is not.
 */
export function plainText(reply: Reply): string {
  const page = reply.blocks.map(plainBlock).filter((block) => block !== '')
  const sources = unlistedSources(reply.blocks).map(({ number, url }) => `[${number}] ${url}`)
  const actions = (reply.actions ?? []).map(plainAction)
  return (
    [...page, sources.join('\n'), actions.join(' · ')].filter((part) => part !== '').join('\n\n') ||
    reply.summary
  )
}

/** Running text as plain text. */
export function plainProse(body: Prose): string {
  return body.map(plainInline).join('').trim()
}

/** The addresses that cards and links of a page show. */
export function shownUrls(blocks: readonly Block[]): ReadonlySet<string> {
  const cards = blocks.flatMap((block) => (block.kind === 'card' && block.card.url ? [block.card.url] : []))
  const links = blocks.flatMap(prosesOf).flat()
  return new Set([...cards, ...links.flatMap((inline) => (inline.kind === 'link' ? [inline.url] : []))])
}

/** Cited pages, by number, whose address no card and no link of the page shows. */
export function unlistedSources(blocks: readonly Block[]): readonly { number: number; url: string }[] {
  const inlines = blocks.flatMap(prosesOf).flat()
  const shown = shownUrls(blocks)
  const sources = new Map<string, { number: number; url: string }>()
  for (const inline of inlines) {
    if (inline.kind === 'cite' && !shown.has(inline.url))
      sources.set(`${inline.number} ${inline.url}`, { number: inline.number, url: inline.url })
  }
  return [...sources.values()].sort((a, b) => a.number - b.number)
}

/** Whether a page cites something, as only sentences do that were checked. */
export const isCited = ({ blocks }: Pick<Reply, 'blocks'>): boolean =>
  blocks.flatMap(prosesOf).some((body) => body.some(({ kind }) => kind === 'cite'))

/** Every piece of running text in a block. */
function prosesOf(block: Block): readonly Prose[] {
  switch (block.kind) {
    case 'paragraph':
    case 'quote':
    case 'note':
      return [block.body]
    case 'list':
      return block.items
    case 'facts':
      return block.rows.map((row) => row.value)
    case 'table':
      return block.rows.flatMap(({ cells }) => cells)
    case 'card':
      return block.card.body ? [block.card.body] : []
    case 'heading':
    case 'code':
    case 'image':
    case 'file':
      return []
  }
}

/** What stands for a picture where none can be shown. */
export const imageInWords = ({ alt }: Image): string => `Picture: ${alt}`

/** A block as plain text; empty when it holds nothing. */
export function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
    case 'code':
      return block.text
    case 'paragraph':
    case 'note':
      return plainProse(block.body)
    case 'list':
      return block.items
        .map((item, index) => `${block.ordered ? `${index + 1}.` : '-'} ${plainProse(item)}`)
        .join('\n')
    case 'quote':
      return plainProse(block.body).replace(/^(?=.)/, '> ')
    case 'facts':
      return block.rows.map((row) => `${row.label}: ${plainProse(row.value)}`).join('\n')
    case 'table':
      return tableAsFacts(block).map(plainBlock).join('\n')
    case 'card':
      return plainCard(block.card)
    case 'image':
      return imageInWords(block.image)
    case 'file':
      return block.file.text
  }
}

function plainCard({ number, title, url, facts = [], body = [] }: Card): string {
  const head = [number === undefined ? '' : `${number}.`, title, url ? `<${url}>` : '']
  const lines = [head.filter((part) => part !== '').join(' '), facts.join(' · '), plainProse(body)]
  return lines.filter((line) => line !== '').join('\n   ')
}

function plainInline(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'link':
      return inline.text === inline.url ? inline.url : `${inline.text} <${inline.url}>`
    case 'cite':
      return `[${inline.number}]`
    case 'hint':
      return inline.line
    case 'time':
      return inline.text
  }
}

function plainAction(action: Action): string {
  switch (action.kind) {
    case 'run':
      return action.typed ?? action.command
    case 'open':
      return `${action.label} <${action.url}>`
  }
}
