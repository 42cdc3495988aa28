import { cleanText } from './clean.ts'

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as XML and HTML hold it, in elements and in attributes; what no XML document may hold is left out. */
export const escaped = (text: string): string =>
  cleanText(text)
    .replace(/[\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"']/g, (character) => named[character] ?? '')

/** Paragraphs as HTML. */
export const paragraphs = (texts: readonly string[]): string =>
  texts.map((text) => `<p>${escaped(text)}</p>`).join('')
