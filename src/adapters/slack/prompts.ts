import type { Command } from '../../commands/command.ts'
import { truncate } from '../../replies/clean.ts'
import { limits } from './limits.ts'

/** What the agent pane suggests to say: the first examples of the commands, beginning with the first command's. */
export function suggestedPrompts(commands: readonly Command[]): { title: string; message: string }[] {
  const listed = commands.filter(({ hidden }) => !hidden)
  const [first] = listed
  const examples = [
    ...(first?.examples.slice(0, 2) ?? []),
    ...listed.slice(1).flatMap(({ examples: [one] }) => one ?? []),
  ]
  return examples.slice(0, limits.prompts.count).map((message) => ({
    title: truncate(withoutAsk(message), limits.prompts.title),
    message: truncate(message, limits.prompts.message),
  }))
}

/** A question reads better without the word it may begin with. */
function withoutAsk(example: string): string {
  const question = example.replace(/^ask\s+/, '')
  return question.charAt(0).toUpperCase() + question.slice(1)
}
