import type { Block, Prose, Reply } from './reply.ts'

/** How a line is typed where a page stands. */
export type Spell = (line: string) => Prose

/** A page whose hints are spelled for the place where it stands. */
export function spelled(reply: Reply, spell: Spell): Reply {
  const inPlace = (body: Prose): Prose =>
    body.flatMap((inline) => (inline.kind === 'hint' ? spell(inline.line) : [inline]))
  return { ...reply, blocks: reply.blocks.map((block) => mapProse(block, inPlace)) }
}

/** A page without the blocks that tell what to type, for readers who type nothing. */
export function withoutHints(reply: Reply): Reply {
  const tells = (block: Block): boolean => {
    let isHint = false
    mapProse(block, (body) => {
      isHint ||= body.some(({ kind }) => kind === 'hint')
      return body
    })
    return isHint
  }
  return { ...reply, blocks: reply.blocks.filter((block) => !tells(block)) }
}

function mapProse(block: Block, change: (body: Prose) => Prose): Block {
  switch (block.kind) {
    case 'paragraph':
    case 'quote':
    case 'note':
      return { ...block, body: change(block.body) }
    case 'list':
      return { ...block, items: block.items.map(change) }
    case 'facts':
      return { ...block, rows: block.rows.map((row) => ({ ...row, value: change(row.value) })) }
    case 'table':
      return { ...block, rows: block.rows.map((row) => ({ ...row, cells: row.cells.map(change) })) }
    case 'card':
      return block.card.body ? { ...block, card: { ...block.card, body: change(block.card.body) } } : block
    case 'heading':
    case 'code':
    case 'image':
    case 'file':
      return block
  }
}
