import type { types } from '@slack/bolt'
import { safeUrl } from '../../../replies/build.ts'
import { cleanText } from '../../../replies/clean.ts'
import type { Card, Inline, Prose } from '../../../replies/reply.ts'
import { limits } from '../limits.ts'
import { textPieces } from './text-pieces.ts'

/** What our rich text is made of: every character of a text stands for itself, so nothing has to be escaped. */
export type Element = types.RichTextText | types.RichTextLink | types.RichTextDate

const styles = { strong: { bold: true }, emphasis: { italic: true }, code: { code: true } } as const

/** Running text as rich text; pieces that hold nothing are left out. */
export function elementsOf(body: Prose): readonly Element[] {
  return body.flatMap(inlineElements)
}

export function textElements(text: string, style?: types.RichTextText['style']): readonly Element[] {
  return textPieces(cleanText(text), limits.richText.text).map((piece) => ({
    type: 'text',
    text: piece,
    ...(style && { style }),
  }))
}

/** A link, or only its text where the address is unsafe or longer than Slack takes. */
export function linkElements(
  text: string,
  url: string,
  style?: types.RichTextText['style'],
): readonly Element[] {
  const safe = safeUrl(url)
  const [label = ''] = textPieces(cleanText(text), limits.richText.text)
  if (safe === undefined || safe.length > limits.richText.url) return textElements(text, style)
  return [{ type: 'link', url: safe, text: label || safe, ...(style && { style }) }]
}

function inlineElements(inline: Inline): readonly Element[] {
  switch (inline.kind) {
    case 'text':
      return textElements(inline.text, inline.style && styles[inline.style])
    case 'link':
      return linkElements(inline.text, inline.url)
    case 'cite':
      return linkElements(`[${inline.number}]`, inline.url)
    case 'hint':
      return textElements(inline.line, styles.code)
    case 'time':
      return [dateElement(inline)]
  }
}

/** Slack shows it on each reader's own clock; the words are for clients that cannot. */
function dateElement({ at, text }: Extract<Inline, { kind: 'time' }>): types.RichTextDate {
  return {
    type: 'date',
    timestamp: Math.floor(at.getTime() / 1_000),
    format: '{date_short_pretty} {time}',
    fallback: text,
  }
}

/** A card as one run of text: number and title, a line of facts, and what it says. */
export function cardElements({ number, title, url, facts = [], body = [] }: Card): readonly Element[] {
  const bold = { bold: true }
  const lines: readonly (readonly Element[])[] = [
    [
      ...textElements(number === undefined ? '' : `${number}. `, bold),
      ...(url === undefined ? textElements(title, bold) : linkElements(title, url, bold)),
    ],
    textElements(facts.join(' · ')),
    elementsOf(body),
  ]
  return lines
    .filter((line) => line.length > 0)
    .flatMap((line, index) => (index === 0 ? line : [...textElements('\n'), ...line]))
}

/** Runs of elements short enough for one block each, in order. */
export function elementRuns(elements: readonly Element[]): readonly (readonly Element[])[] {
  return inRuns(elements, (element) => JSON.stringify(element).length, limits.richText.size)
}

/** Puts neighbours together as long as their sizes stay within `most`; one that is larger stands alone. */
export function inRuns<Item>(
  items: readonly Item[],
  sizeOf: (item: Item) => number,
  most: number,
): readonly (readonly Item[])[] {
  const runs: Item[][] = []
  let size = 0
  for (const item of items) {
    const run = runs.at(-1)
    size += sizeOf(item)
    if (run && size <= most) run.push(item)
    else {
      runs.push([item])
      size = sizeOf(item)
    }
  }
  return runs
}
