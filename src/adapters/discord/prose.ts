import type { Inline, Prose } from '../../replies/reply.ts'
import { escapeText, inlineCode, linkAddress, linkLabel } from './escape.ts'

/** Longest piece of text that stays together, in UTF-16 units before escaping; far below a message's limit. */
const longestPiece = 300
/** Longer addresses cannot be followed in practice and would crowd out the text: only their text is shown. */
const longestAddress = 2000

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Running text -> pieces of Markdown that together show all of it; between any two of them a line may be broken. */
export function drawProse(body: Prose): readonly string[] {
  return body.flatMap((inline, index) => {
    const pieces = drawInline(inline)
    const previous = body[index - 1]
    // Two marks side by side ("**a**" "*b*") would be read as one.
    return index > 0 && previous && isStyled(previous) && isStyled(inline) ? ['\u200B', ...pieces] : pieces
  })
}

/** Text as pieces of Markdown in bold. */
export function drawStrong(text: string): readonly string[] {
  return chunksOf(text, longestPiece).map((chunk) => marked('**', chunk))
}

/** A link as pieces of Markdown, each of which opens the address. */
export function drawLink(text: string, url: string): readonly string[] {
  const address = linkAddress(url)
  if (address.length > longestAddress) return drawText(text)
  if (text === url) return [`<${address}>`]
  return chunksOf(text, longestPiece).map((chunk) => `[${linkLabel(chunk)}](<${address}>)`)
}

function drawInline(inline: Inline): readonly string[] {
  switch (inline.kind) {
    case 'text':
      return drawStyled(inline.text, inline.style)
    case 'link':
      return drawLink(inline.text, inline.url)
    case 'cite':
      return [`[[${inline.number}]](<${linkAddress(inline.url)}>)`]
    case 'hint':
      return inline.command
        ? [`</${inline.command.name}:${inline.command.id}>`]
        : drawStyled(inline.line, 'code')
    case 'time':
      return [`<t:${Math.floor(inline.at.getTime() / 1_000)}:f>`]
  }
}

function drawStyled(text: string, style: 'strong' | 'emphasis' | 'code' | undefined): readonly string[] {
  switch (style) {
    case 'strong':
      return drawStrong(text)
    case 'emphasis':
      return chunksOf(text, longestPiece).map((chunk) => marked('*', chunk))
    case 'code':
      return chunksOf(text, longestPiece).flatMap((chunk, index) =>
        index === 0 ? [inlineCode(chunk)] : ['\u200B', inlineCode(chunk)],
      )
    case undefined:
      return drawText(text)
  }
}

/** Plain text, word by word. Escaped before it is cut, since what is escaped depends on the characters around it. */
function drawText(text: string): readonly string[] {
  return escapeText(text)
    .split(/(?<= )/)
    .flatMap((word) => chunksOf(word, longestPiece))
}

/** Marks stand at the words, not at the white space around them, or Discord shows them as they are. */
function marked(mark: string, text: string): string {
  const words = text.trim()
  if (words === '') return text
  const start = text.indexOf(words)
  return `${text.slice(0, start)}${mark}${escapeText(words)}${mark}${text.slice(start + words.length)}`
}

function isStyled(inline: Inline): boolean {
  return inline.kind === 'hint' ? !inline.command : inline.kind === 'text' && inline.style !== undefined
}

/** A text cut into pieces of at most `length` UTF-16 units, at spaces where there are any, never inside a grapheme. */
function chunksOf(text: string, length: number): readonly string[] {
  if (text.length <= length) return [text]
  const chunks: string[] = []
  let chunk = ''
  // Behind a backslash that is not escaped itself stands what it escapes.
  let escaping = false
  for (const segment of segmentsOf(text, length)) {
    if (chunk.length + segment.length > length && !escaping) {
      const space = chunk.lastIndexOf(' ') + 1
      const end = space > length / 2 ? space : chunk.length
      chunks.push(chunk.slice(0, end))
      chunk = chunk.slice(end)
    }
    chunk += segment
    escaping = segment === '\\' && !escaping
  }
  return chunk === '' ? chunks : [...chunks, chunk]
}

/** Graphemes; one that is longer than a piece may be, as marks can be stacked without end, in its characters. */
function* segmentsOf(text: string, length: number): Iterable<string> {
  for (const { segment } of graphemes.segment(text)) {
    if (segment.length > length) yield* segment
    else yield segment
  }
}
