import { stripVTControlCharacters } from 'node:util'

const joinedScripts = 'Arabic Devanagari Bengali Tamil Telugu Kannada Malayalam Gujarati Gurmukhi Sinhala'
  .split(' ')
  .map((script) => `\\p{Script=${script}}`)
  .join('')

/** Invisible characters that shape real text: in emoji, and between letters of scripts that are written with them. */
const shaping = new RegExp(
  [
    '(?<=\\p{Extended_Pictographic}|\\p{Emoji_Modifier}|\\uFE0F)\\u200D(?=\\p{Extended_Pictographic})',
    '(?<=\\p{Extended_Pictographic})\\uFE0F',
    '(?<=[0-9#*])\\uFE0F(?=\\u20E3)',
    `(?<=[${joinedScripts}])[\\u200C\\u200D](?=[\\p{L}\\s])`,
  ].join('|'),
  'gu',
)

/**
 * Characters that a reader cannot see and that hide or reorder text: Unicode's default ignorables (zero width,
 * soft hyphen, byte order mark, bidirectional controls, tags, variation selectors), interlinear annotation, and the
 * object replacement character.
 */
const invisible = /\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFC]/gu

/** Tabs, line feeds and the like, which separate words. */
const separatingControl = /[\t-\r\u0085\u2028\u2029]/g
const control = /\p{Cc}/gu

/**
 * Text as a reader sees it: well-formed, composed (NFC), without terminal sequences, control characters and
 * invisible characters. Line breaks become spaces; nothing else about white space changes.
 */
export function visibleText(text: string): string {
  const wellFormed = text.toWellFormed()
  const kept = new Set([...wellFormed.matchAll(shaping)].map((match) => match.index))
  const visible = wellFormed.replace(invisible, (character, index: number) =>
    kept.has(index) ? character : '',
  )
  return stripVTControlCharacters(visible)
    .replace(separatingControl, ' ')
    .replace(control, '')
    .normalize('NFC')
}
