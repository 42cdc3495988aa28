import { code, list, note, paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Command } from './command.ts'

/** How a command is typed: `show <paper>`, `help [command]`, `subscribe [about <topic>] [at <time>]`. */
export function usageOf({ name, options }: Pick<Command, 'name' | 'options'>): string {
  const places = options.map(({ name, lead, required }) => {
    if (lead === undefined) return required ? `<${name}>` : `[${name}]`
    return required ? `${lead} <${name}>` : `[${lead} <${name}>]`
  })
  return [name, ...places].join(' ')
}

/** What a command answers when its argument is missing. */
export function usageReply(command: Pick<Command, 'name' | 'summary' | 'options' | 'examples'>): Reply {
  const missing = command.options.find((option) => option.required)
  return reply({
    summary: `How to use it: ${usageOf(command)}`,
    tone: 'warning',
    audience: 'asker',
    blocks: [
      paragraph('Type ', code(usageOf(command)), missing ? `: ${missing.summary}.` : '.'),
      note('For example:'),
      list(command.examples.map((example) => [code(example)])),
    ],
    actions: command.examples.map((example) => run(example, example)),
  })
}
