import stringWidth from 'string-width'
import type { Output } from './look.ts'

const hideCursor = '\u001B[?25l'
const showCursor = '\u001B[?25h'
const clearBelow = '\u001B[J'

/** A page that is redrawn in place while it grows. */
export type Drawing = {
  /** Puts a new version where the last one stands. Only its end is shown when it is taller than the window. */
  replace(page: string): void
  /** Draws the last version in full and leaves it on the screen. */
  finish(page: string): void
}

/**
 * Draws on a terminal. Lines that stay as they were are not touched, so nothing flickers; nothing above the window
 * can be reached, so a page that is taller is cut to its end until it is finished.
 */
export function createDrawing(output: Output): Drawing {
  let shown: readonly string[] = []

  const draw = (lines: readonly string[], around: { before: string; after: string }) => {
    const same = shown.findIndex((line, index) => line !== lines[index])
    const kept = same === -1 ? shown.length : same
    const up = rowsOf(shown.slice(kept), output.columns)
    const back = up > 0 ? `\u001B[${up}A\r${clearBelow}` : ''
    const added = lines.slice(kept).map((line) => `${line}\n`)
    output.write(`${around.before}${back}${added.join('')}${around.after}`)
    shown = lines
  }

  return {
    replace(page) {
      draw(lastLines(page.split('\n'), output), { before: hideCursor, after: '' })
    },
    finish(page) {
      draw(page.split('\n'), { before: '', after: showCursor })
      shown = []
    },
  }
}

/** How many rows of the window the lines take: a line that is too long goes on in the next row. */
function rowsOf(lines: readonly string[], columns = 80): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(stringWidth(line) / columns)), 0)
}

/** The last lines that fit into the window, less one row for the cursor. */
function lastLines(lines: readonly string[], { rows = 24, columns = 80 }: Output): readonly string[] {
  let from = lines.length
  while (from > 0 && rowsOf(lines.slice(from - 1), columns) < rows) from -= 1
  return lines.slice(from)
}
