import { stripVTControlCharacters } from 'node:util'
import { withoutInvisible } from '../lib/invisible.ts'

/** Tabs, line feeds and the like, which separate words. */
const separatingControl = /[\t-\r\u0085\u2028\u2029]/g
const control = /\p{Cc}/gu

/**
 * Text as a reader sees it: well-formed, composed (NFC), without terminal sequences, control characters and
 * invisible characters. Line breaks become spaces; nothing else about white space changes.
 */
export function visibleText(text: string): string {
  return stripVTControlCharacters(withoutInvisible(text.toWellFormed()))
    .replace(separatingControl, ' ')
    .replace(control, '')
    .normalize('NFC')
}
