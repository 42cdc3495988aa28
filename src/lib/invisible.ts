/**
 * Characters that a reader cannot see and that hide or reorder text: Unicode's default ignorables (zero width, soft
 * hyphen, byte order mark, bidirectional controls, tags, variation selectors), interlinear annotation, the object
 * replacement character, and the blank Braille pattern.
 */
const invisible = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFC\u2800]/gu

/** The ones emoji are made with: a joiner between two pictures, the emoji selector behind one. */
const emojiGlue = /(?<=\p{Emoji_Modifier}|\uFE0F|\p{ExtPict})\u200D(?=\p{ExtPict})|(?<=\p{Emoji})\uFE0F/gu

const joinedScripts = 'Arab Syrc Deva Beng Guru Gujr Taml Telu Knda Mlym Sinh Khmr Mymr'
  .split(' ')
  .map((script) => `\\p{Script=${script}}`)
  .join('')

/** The ones that words need in scripts whose letters join. */
const letterGlue = new RegExp(`(?<=[${joinedScripts}])[\\u200C\\u200D](?=\\p{L})`, 'gu')

/** A text without the characters that a reader cannot see, save those that shape emoji and joined letters. */
export function withoutInvisible(text: string): string {
  if (text.search(invisible) < 0) return text
  const kept = new Set(
    [emojiGlue, letterGlue].flatMap((glue) => [...text.matchAll(glue)].map(({ index }) => index)),
  )
  return text.replace(invisible, (character, index: number) => (kept.has(index) ? character : ''))
}
