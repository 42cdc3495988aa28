import { usageOf } from '../platform/menu.ts'
import { hint, list, note, paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Command } from './command.ts'

/** What a command answers when its argument is missing. */
export function usageReply(command: Pick<Command, 'name' | 'summary' | 'options' | 'examples'>): Reply {
  const missing = command.options.find((option) => option.required)
  return reply({
    summary: `How to use it: ${usageOf(command)}`,
    tone: 'warning',
    audience: 'asker',
    blocks: [
      paragraph('Type ', hint(usageOf(command)), missing ? `: ${missing.summary}.` : '.'),
      note('For example:'),
      list(command.examples.map((example) => [hint(example)])),
    ],
    actions: command.examples.map((example) => run(example, example)),
  })
}
