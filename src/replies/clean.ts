import { stripVTControlCharacters } from 'node:util'

/** Characters that draw nothing: zero width, bidirectional controls, tags, fillers, soft hyphens, blank Braille. */
const invisible = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB\u2800]/gu
/** The ones emoji are made with: a joiner between two pictures, the emoji selector behind one. */
const emojiGlue = /(?<=\p{Emoji_Modifier}|\uFE0F|\p{ExtPict})\u200D(?=\p{ExtPict})|(?<=\p{Emoji})\uFE0F/gu
/** The ones that words need in scripts whose letters join. */
const letterGlue =
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Deva}\p{Script=Beng}\p{Script=Guru}\p{Script=Gujr}\p{Script=Taml}\p{Script=Telu}\p{Script=Knda}\p{Script=Mlym}\p{Script=Sinh}\p{Script=Khmr}\p{Script=Mymr}])[\u200C\u200D](?=\p{L})/gu

/** Every way to end a line: CR LF, CR, vertical tab, form feed, next line, and the two Unicode separators. */
const lineBreak = /\r\n?|[\v\f\u0085\u2028\u2029]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
const control = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/g
/** More marks on one letter than any script stacks: they would paint over other lines and defeat length limits. */
const stackedMarks = /(\p{M}{6})\p{M}+/gu

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Indices of the invisible characters that belong to the text. */
function gluePlaces(text: string): ReadonlySet<number> {
  return new Set(
    [emojiGlue, letterGlue].flatMap((glue) => [...text.matchAll(glue)].map(({ index }) => index)),
  )
}

/**
 * Text from papers, people and models, made safe to show anywhere: without terminal escape sequences, control and
 * invisible characters, so that nothing is smuggled in, reordered or painted outside its place. Line breaks become
 * `\n`, tabs four spaces. Idempotent. Each platform escapes its own mark-up on top of this.
 */
export function cleanText(text: string): string {
  const lines = stripVTControlCharacters(text.toWellFormed())
    .replace(lineBreak, '\n')
    .replaceAll('\t', '    ')
    .replace(control, '')
  const kept = gluePlaces(lines)
  return lines
    .replace(invisible, (character, index: number) => (kept.has(index) ? character : ''))
    .replace(stackedMarks, '$1')
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
