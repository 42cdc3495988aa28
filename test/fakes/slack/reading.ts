import type { Message } from './state/message-log.ts'
import type { Block } from './validation/blocks.ts'

type Shown = Pick<Message, 'text' | 'blocks'>
type Node = Readonly<Record<string, unknown>>

/** What a person reads: the blocks when there are any, else the text with its mark-up taken off. */
export function readable({ text, blocks }: Shown): string {
  return blocks.length === 0 ? withoutMarkup(text) : blocks.map(readableNode).join('\n')
}

/** Buttons and thumbs a person can press, in reading order. */
export function buttons(blocks: readonly Block[]): readonly { label: string; action: Node; block: string }[] {
  return blocks.flatMap((block, index) => {
    const name = block.block_id ?? `block-${index}`
    const elements: unknown[] = 'elements' in block ? block.elements : []
    const side = 'accessory' in block && block.accessory ? [block.accessory] : []
    return [...elements, ...side].filter(isNode).flatMap((element) => {
      if (element.type === 'button') return [{ label: labelOf(element), action: element, block: name }]
      if (element.type !== 'feedback_buttons') return []
      return [element.positive_button, element.negative_button].filter(isNode).map((thumb) => ({
        label: labelOf(thumb),
        action: { ...thumb, type: 'feedback_buttons', action_id: element.action_id },
        block: name,
      }))
    })
  })
}

/** Whatever would notify somebody: `<!channel>`, `<@U1>`, a broadcast in rich text, bare names where they count. */
export function pings(message: Shown): readonly string[] {
  return [...firing(message.text), ...nodesOf(message.blocks).flatMap(pingsOfNode)]
}

/** Every address a person could open, in marked-up text, rich text, buttons and pictures. */
export function links(message: Shown): readonly string[] {
  return [...addressesIn(message.text), ...nodesOf(message.blocks).flatMap(linksOfNode)]
}

const mention = /<(?:!(?!date\^)[^>]*|@[^>]*)>/g
const markedLink = /<((?:https?:|mailto:)[^|>]+)(?:\|[^>]*)?>/g
const bareLink = /(?<![<|])\bhttps?:\/\/[^\s<>|]+/g

const firing = (text: string) => [...text.matchAll(mention)].map(([all]) => all)
const addressesIn = (text: string) => [
  ...[...text.matchAll(markedLink)].map(([, url]) => url ?? ''),
  ...[...text.replaceAll(markedLink, '').matchAll(bareLink)].map(([url]) => url),
]

function pingsOfNode(node: Node): readonly string[] {
  if (node.type === 'user' || node.type === 'usergroup' || node.type === 'broadcast')
    return [JSON.stringify(node)]
  return isMarkup(node) ? firing(String(node.text)) : []
}

function linksOfNode(node: Node): readonly string[] {
  const addresses = [node.url, node.image_url].filter((url) => typeof url === 'string')
  return isMarkup(node) ? [...addresses, ...addressesIn(String(node.text))] : addresses
}

/** Mark-up is read in `mrkdwn` objects and in markdown blocks; plain and rich text show every character. */
const isMarkup = ({ type }: Node) => type === 'mrkdwn' || type === 'markdown'
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function nodesOf(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf)
  return isNode(value) ? [value, ...Object.values(value).flatMap(nodesOf)] : []
}

function labelOf(element: Node): string {
  return isNode(element.text) ? String(element.text.text) : ''
}

function readableNode(value: unknown): string {
  if (!isNode(value)) return ''
  if (isMarkup(value)) return withoutMarkup(String(value.text))
  if (value.type === 'link') return String(value.text ?? value.url)
  if (value.type === 'date') return String(value.fallback ?? '')
  if (typeof value.text === 'string') return value.text
  const parts = [
    value.label,
    value.text,
    value.fields,
    value.rows,
    value.elements,
    value.accessory,
    value.positive_button,
  ].flat(2)
  const glue = value.type === 'rich_text_section' || value.type === 'rich_text_quote' ? '' : '\n'
  return parts
    .filter(isNode)
    .map(readableNode)
    .join(value.type === 'rich_text_preformatted' ? '' : glue)
}

function withoutMarkup(text: string): string {
  return text
    .replaceAll(/<(?:https?:|mailto:)[^|>]+\|([^>]*)>/g, '$1')
    .replaceAll(markedLink, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
