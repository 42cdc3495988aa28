import { exampleQuestions, type MenuEntry } from '../../platform/menu.ts'
import { truncate } from '../../replies/clean.ts'
import { limits } from './limits.ts'

type Prompt = { title: string; message: string }
type Example = { line: string; question: string }

/** What the manifest suggests to say, before there is a collection: two questions, then examples of other commands. */
export const suggestedPrompts = (menu: readonly MenuEntry[]): Prompt[] => promptsOf([], menu)

/** What the agent pane suggests to say: questions on the papers as they are, then examples of other commands. */
export function promptsOf(questions: readonly Example[], menu: readonly MenuEntry[]): Prompt[] {
  const others = menu
    .filter(({ hidden, options: [first] }) => !hidden && first?.kind !== 'question')
    .flatMap(({ examples: [example] }) => (example === undefined ? [] : { line: example, question: example }))
  const asked = questions.length > 0 ? questions : exampleQuestions(menu)
  return [...asked.slice(0, 2), ...others].slice(0, limits.prompts.count).map(({ line, question }) => ({
    // A question reads better without the word it may begin with.
    title: truncate(question.charAt(0).toUpperCase() + question.slice(1), limits.prompts.title),
    message: truncate(line, limits.prompts.message),
  }))
}
