import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
import type { MenuEntry } from '../../platform/menu.ts'
import { complete } from './completion.ts'
import { historySize, readHistory, writeHistory } from './history.ts'
import type { Output } from './look.ts'

/** A line editor whose own drawing can be held back while an answer is being drawn. */
export type LineEditor = {
  lines: Interface
  /** While quiet, keys are taken and kept but not shown. */
  quiet: boolean
}

export type LineEditorOptions = {
  input: NodeJS.ReadableStream
  output: Output
  prompt: string
  menu: readonly MenuEntry[]
  /** Where lines are kept from one session to the next; nowhere when left out. */
  historyFile?: string
}

/** Editing with history and completion of command names, on `node:readline`. */
export function createLineEditor({
  input,
  output,
  prompt,
  menu,
  historyFile,
}: LineEditorOptions): LineEditor {
  const screen = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        if (!editor.quiet) output.write(chunk)
        done()
      },
    }),
    { columns: output.columns ?? 80 },
  )
  const onResize = () => {
    screen.columns = output.columns ?? 80
    screen.emit('resize')
  }
  output.on('resize', onResize)
  const lines = createInterface({
    input,
    output: screen,
    prompt,
    terminal: true,
    historySize,
    removeHistoryDuplicates: true,
    history: historyFile === undefined ? [] : readHistory(historyFile),
    completer: (line: string) => complete(line, menu),
  })
  if (historyFile !== undefined) lines.on('history', (kept: string[]) => writeHistory(historyFile, kept))
  lines.once('close', () => output.off('resize', onResize))
  const editor: LineEditor = { lines, quiet: false }
  return editor
}
