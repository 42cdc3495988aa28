import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'
import { createSupportsHyperlinks } from 'supports-hyperlinks'

/** What the place a text goes to can show. */
export type Look = {
  /** Cells in a line; infinite where lines are not wrapped (a pipe, a file). */
  columns: number
  /** Blank cells left of everything. */
  margin: number
  colors: boolean
  /** Whether link addresses hide behind their text (OSC 8); else they are written out. */
  hyperlinks: boolean
  /** How a line to type is typed here, where that differs from the line. */
  spell?: (line: string) => string
}

/** A stream to write to, which may be a terminal. */
export type Output = NodeJS.WritableStream &
  Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows' | 'hasColors'>>

export const plainLook: Look = {
  columns: Number.POSITIVE_INFINITY,
  margin: 0,
  colors: false,
  hyperlinks: false,
}

/** The look of a stream: colours only on a terminal that has them and without `NO_COLOR`. */
export function lookOf(output: Output): Look {
  if (!output.isTTY) return plainLook
  return {
    columns: output.columns ?? 80,
    margin: 2,
    colors: output.hasColors?.() ?? false,
    hyperlinks: createSupportsHyperlinks(output),
  }
}

type Format = Parameters<typeof styleText>[0]

/** Draws pieces of text in a look. */
export type Pen = {
  style(format: Format, text: string): string
  /** The text as a link when the terminal has them, else only the text. */
  link(text: string, url: string): string
}

/** In characters; terminals follow no longer ones, and every row of a wrapped text repeats it. */
const longestAddress = 2_083

export function createPen({ colors, hyperlinks }: Look): Pen {
  return {
    style: (format, text) =>
      colors && text !== '' ? styleText(format, text, { validateStream: false }) : text,
    // OSC 8: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
    link: (text, url) =>
      hyperlinks && url.length <= longestAddress ? `\u001B]8;;${url}\u0007${text}\u001B]8;;\u0007` : text,
  }
}
