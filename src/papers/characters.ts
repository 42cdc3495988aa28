import { withoutInvisible, withoutTerminalSequences } from '../lib/invisible.ts'

/** Tabs, line feeds and the like, which separate words. */
const separatingControl = /[\t-\r\u0085\u2028\u2029]/g
const control = /\p{Cc}/gu

/** Whether a text is of ASCII's letters, digits, signs and spaces alone, as most are: none of them is invisible. */
export function isPrintable(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}

/**
 * Text as a reader sees it: well-formed, composed (NFC), without terminal sequences, control characters and
 * invisible characters. Line breaks become spaces; nothing else about white space changes.
 */
export function visibleText(text: string): string {
  const spaced = text.replace(separatingControl, ' ')
  if (isPrintable(spaced)) return spaced
  return withoutTerminalSequences(withoutInvisible(text.toWellFormed()))
    .replace(separatingControl, ' ')
    .replace(control, '')
    .normalize('NFC')
}
