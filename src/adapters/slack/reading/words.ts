import { z } from 'zod'
import { mentions, typedText } from './message-text.ts'

/** Where the words of a message can stand besides its text: what was typed in blocks, and messages shared with it. */
const Element = z.object({
  type: z.string(),
  text: z.string().nullish(),
  url: z.string().nullish(),
  user_id: z.string().nullish(),
  style: z.object({ code: z.boolean().nullish() }).nullish(),
  elements: z.array(z.unknown()).nullish(),
})
type Element = z.infer<typeof Element>
export const Words = z.object({
  text: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  blocks: z.array(z.unknown()).nullish(),
  attachments: z
    .array(
      z
        .object({
          is_share: z.boolean().nullish(),
          title: z.string().nullish(),
          text: z.string().nullish(),
          fallback: z.string().nullish(),
        })
        .nullish()
        .catch(undefined),
    )
    .nullish()
    .catch(undefined),
})
export type Words = z.infer<typeof Words>

/** Lists hold sections, which hold words; Slack nests no deeper. */
const deepest = 4

/** A message as its author typed it, without the mention of `self`; empty when it holds no words. */
export function wordsOf({ text, blocks }: Words, self: string): string {
  return typedText(text, self) || typedText(elementsOf(blocks).map(spokenBy).join(''), self)
}

/** The words of the messages that were shared with a message. */
export function sharedWords({ attachments }: Words, self: string): string {
  const shared = (attachments ?? []).filter((attachment) => attachment?.is_share)
  return shared.map((attachment) => typedText(attachment?.text ?? '', self)).join('\n')
}

/**
 * All that a message says to a reader: its words, those shared with it, and cards such as those of programs and of
 * pages that were linked to.
 */
export function everythingSaid(message: Words, self: string): string {
  const cards = (message.attachments ?? [])
    .filter((attachment) => !attachment?.is_share)
    .map((attachment) =>
      [attachment?.title, attachment?.text || attachment?.fallback].filter(Boolean).join('\n'),
    )
  return [wordsOf(message, self), sharedWords(message, self), ...cards.map((card) => typedText(card, self))]
    .filter((words) => words !== '')
    .join('\n')
}

/** Whether a message mentions somebody, and does not only show in code how that is done. */
export function mentionsInWords({ text, blocks }: Words, user: string): boolean {
  const elements = elementsOf(blocks)
  const isFormatted = elements.some(({ type }) => type === 'text' || type === 'user')
  if (!isFormatted) return mentions(withoutCode(text), user)
  return elements.some(({ type, user_id, style }) => type === 'user' && user_id === user && !style?.code)
}

/** In the text of a message, code stands between backticks. */
const withoutCode = (text: string): string => text.replace(/```[^`]*```|`[^`\n]*`/g, ' ')

/** The text of a section, a heading or small print. */
const TextObject = z.object({ type: z.enum(['mrkdwn', 'plain_text']), text: z.string() })

function spokenBy({ type, text, url, user_id: user }: Element): string {
  if (type === 'user') return user ? `<@${user}>` : ''
  if (type === 'link') return text || (url ?? '')
  return type === 'text' || type === 'words' ? (text ?? '') : ''
}

const Drawn = z.object({ type: z.enum(['section', 'header']), text: TextObject.nullish() })

/** The elements of rich text blocks, and the texts of those that programs draw, outermost first, in the order in which they are read. */
function elementsOf(blocks: readonly unknown[] | null | undefined, depth = 0): readonly Element[] {
  if (depth > deepest) return []
  return (blocks ?? []).flatMap((block) => {
    const drawn = Drawn.safeParse(block).data
    if (drawn) return drawn.text ? [{ type: 'words', text: `${drawn.text.text}\n` }] : []
    const small = TextObject.safeParse(block).data
    if (small) return [{ type: 'words', text: `${small.text}\n` }]
    const element = Element.safeParse(block).data
    return element ? [element, ...elementsOf(element.elements, depth + 1)] : []
  })
}
