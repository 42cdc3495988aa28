import { exampleQuestions, type MenuEntry } from '../../platform/menu.ts'
import { truncate } from '../../replies/clean.ts'
import { limits } from './limits.ts'

/** What the agent pane suggests to say: two questions, then the first examples of the other commands. */
export function suggestedPrompts(menu: readonly MenuEntry[]): { title: string; message: string }[] {
  const others = menu
    .filter(({ hidden, options: [first] }) => !hidden && first?.kind !== 'question')
    .flatMap(({ examples: [example] }) => (example === undefined ? [] : { line: example, question: example }))
  return [...exampleQuestions(menu).slice(0, 2), ...others]
    .slice(0, limits.prompts.count)
    .map(({ line, question }) => ({
      // A question reads better without the word it may begin with.
      title: truncate(question.charAt(0).toUpperCase() + question.slice(1), limits.prompts.title),
      message: truncate(line, limits.prompts.message),
    }))
}
