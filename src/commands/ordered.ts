import { paragraph, reply, run } from '../replies/build.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Reply } from '../replies/reply.ts'
import type { Command } from './command.ts'

/**
 * Whether a command runs at once where a model read an order in somebody's words: what only looks, and what steers posts,
 * which everybody sees and may undo. A model may misread, or be misled by what it reads, so nothing is lost by its word
 * alone.
 */
export const runsByReading = ({ mayUse, changes }: Pick<Command, 'mayUse' | 'changes'>): boolean =>
  changes !== 'own' && (mayUse === 'everyone' || mayUse === 'subscribers')

/** Asks the speaker whether they gave an order. */
export function askedForReply(order: string): Reply {
  const line = cleanLine(order)
  const summary = `Shall I do this: “${line}”?`
  return reply({
    summary,
    tone: 'warning',
    audience: 'asker',
    blocks: [paragraph(summary)],
    actions: [run('Do it', line)],
  })
}
