import type { Handle } from '../../platform/request.ts'
import { leaving } from './completion.ts'
import { type Conversation, repliesTo } from './converse.ts'
import { drawAnswer } from './draw-answer.ts'
import { createLineEditor, type LineEditorOptions } from './line-editor.ts'
import { createPen, lookOf } from './look.ts'
import { greeting } from './pages.ts'
import { renderReply } from './render.ts'

export type ChatOptions = Omit<LineEditorOptions, 'prompt'> & {
  conversation: Conversation
  /** How many papers are known, for the greeting. */
  papers: number
}

/**
 * Talks with a person at a terminal until they leave (`exit`, Ctrl-D, or Ctrl-C on an empty line) or the signal
 * comes. Ctrl-C stops an answer that is being written, and clears a line that is being typed.
 */
export async function chat(handle: Handle, options: ChatOptions, signal: AbortSignal): Promise<void> {
  const { output, menu, conversation } = options
  const prompt = createPen(lookOf(output)).style(['bold', 'cyan'], '› ')
  output.write(`\n${renderReply(greeting(menu, options.papers), lookOf(output))}\n\n`)

  const editor = createLineEditor({ ...options, prompt })
  const { lines } = editor
  let answering: AbortController | undefined
  let open = true
  /** Whether the cursor stands behind a prompt. */
  let prompting = false
  const showPrompt = () => {
    prompting = true
    lines.prompt(true)
  }
  /** For each line that waits: whether it was on the screen when it was typed. */
  const visible: boolean[] = []
  const leave = () => lines.close()
  lines.on('line', () => {
    visible.push(!editor.quiet)
    prompting = false
  })
  lines.on('SIGINT', () => {
    if (answering) answering.abort()
    else if (lines.line === '') leave()
    else {
      lines.write(null, { ctrl: true, name: 'e' })
      lines.write(null, { ctrl: true, name: 'u' })
    }
  })
  lines.once('close', () => {
    open = false
    answering?.abort()
    if (prompting) output.write('\n')
  })
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) return leave()

  showPrompt()
  for await (const typed of lines) {
    const line = typed.trim()
    if (visible.shift() === false) output.write(`${prompt}${line}\n`)
    if (leaving.includes(line.toLowerCase())) break
    if (line !== '') {
      editor.quiet = true
      answering = new AbortController()
      output.write('\n')
      await drawAnswer(repliesTo(handle, line, conversation, answering.signal), answering.signal, output)
      output.write('\n')
      answering = undefined
      editor.quiet = false
    }
    if (open && visible.length === 0) showPrompt()
  }
  leave()
}
