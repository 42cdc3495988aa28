import type { Block } from './reply.ts'

type Table = Extract<Block, { kind: 'table' }>

/** A table as blocks that every platform can draw: each row as its label, then one fact for each column. */
export function tableAsFacts({
  head,
  rows,
}: Table): readonly Extract<Block, { kind: 'paragraph' | 'facts' }>[] {
  return rows.flatMap(({ label, cells }) => [
    { kind: 'paragraph' as const, body: [{ kind: 'text' as const, text: label, style: 'strong' as const }] },
    {
      kind: 'facts' as const,
      rows: head.map((column, index) => ({ label: column, value: cells[index] ?? [] })),
    },
  ])
}
