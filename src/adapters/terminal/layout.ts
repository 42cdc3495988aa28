import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

const address = /https?:\/\/\S+/g

/** A blank at which `wrap` does not begin a new line; it is drawn as an ordinary one. */
export const tie = '\u00A0'

/**
 * Wraps text to `width` cells, between words; words that are longer are cut, addresses never are, so that they can
 * still be clicked and copied.
 */
export function wrap(text: string, width: number): readonly string[] {
  if (!Number.isFinite(width)) return text.replaceAll(tie, ' ').split('\n')
  const room = Math.max(width, 20)
  const hard = !(text.match(address) ?? []).some((url) => stringWidth(url) > room)
  return wrapAnsi(text, room, { hard }).replaceAll(tie, ' ').split('\n')
}

/**
 * Wraps text behind a mark such as `- `; further lines begin with blanks as wide as the mark, where it is no wider than the
 * page, or with it `again`.
 */
export function hang(mark: string, text: string, width: number, again = false): string {
  const rest = again ? mark : ' '.repeat(Math.max(0, Math.min(stringWidth(mark), width)))
  return wrap(text, width - stringWidth(mark))
    .map((line, index) => `${index === 0 ? mark : rest}${line}`.trimEnd())
    .join('\n')
}

/** Puts `margin` blanks before every line that holds something. */
export function indent(text: string, margin: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(margin))
}

/** Wrapped texts as columns beside each other, each as wide as said. */
export function beside(
  columns: readonly (readonly string[])[],
  widths: readonly number[],
  gap: string,
): string {
  const height = Math.max(0, ...columns.map((lines) => lines.length))
  return Array.from({ length: height }, (_, row) =>
    columns
      .map((lines, column) => {
        const line = lines[row] ?? ''
        return `${line}${' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(line)))}`
      })
      .join(gap)
      .trimEnd(),
  ).join('\n')
}
