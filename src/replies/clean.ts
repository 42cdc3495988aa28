import { withoutInvisible, withoutTerminalSequences } from '../lib/invisible.ts'

/** Every way to end a line: CR LF, CR, vertical tab, form feed, next line, and the two Unicode separators. */
const lineBreak = /\r\n?|[\v\f\u0085\u2028\u2029]/g
/** All but the line feed. */
const control = /(?!\n)\p{Cc}/gu
/** More marks on one letter than any script stacks: they would paint over other lines and defeat length limits. */
const stackedMarks = /(\p{M}{6})\p{M}+/gu

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Text from papers, people and models, made safe to show anywhere: without terminal escape sequences, control and
 * invisible characters, so that nothing is smuggled in, reordered or painted outside its place. Line breaks become
 * `\n`, tabs four spaces. Idempotent. Each platform escapes its own mark-up on top of this.
 */
export function cleanText(text: string): string {
  const lines = withoutTerminalSequences(text.toWellFormed())
    .replace(lineBreak, '\n')
    .replaceAll('\t', '    ')
    .replace(control, '')
  return withoutInvisible(lines).replace(stackedMarks, '$1')
}

/** Clean text for a place that holds one line: white space is folded; with `maximum`, cut to that many UTF-16 units. */
export function cleanLine(text: string, maximum = Number.POSITIVE_INFINITY): string {
  return truncate(cleanText(text).replace(/\s+/g, ' ').trim(), maximum)
}

/**
 * At most `length` UTF-16 units (how Slack and Discord count) of a text: cut between two graphemes, never inside an
 * emoji or a marked letter, and ended with an ellipsis when something is left out.
 */
export function truncate(text: string, length: number): string {
  if (text.length <= length) return text
  let end = 0
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > length - 1) break
    end = index + segment.length
  }
  return length < 1 ? '' : `${text.slice(0, end).trimEnd()}…`
}
