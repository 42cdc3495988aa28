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

/**
 * Terminal sequences: control sequences such as colours, strings such as links and titles, and single functions
 * (ECMA-48, 5.4, 5.6 and 5.3). Each part excludes the escape that begins the next one, so that every sign is read once.
 */
const [bell, esc, c1] = ['\u0007', '\u001b', '\u0080-\u009f']
const terminalSequence = new RegExp(
  [
    String.raw`(?:${esc}\[|\u009b)[0-?]*[ -/]*[@-~]`,
    String.raw`(?:${esc}[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^${bell}${esc}${c1}]*(?:${bell}|${esc}\\|\u009c)`,
    String.raw`${esc}[ -/]*[0-Z\\^-~]`,
  ].join('|'),
  'g',
)

/** A text without what a terminal would take for orders: colours, links, titles, moves of the cursor. */
export function withoutTerminalSequences(text: string): string {
  return text.replace(terminalSequence, '')
}

/** A text without the characters that a reader cannot see, save those that shape emoji and joined letters. */
export function withoutInvisible(text: string): string {
  if (text.search(invisible) < 0) return text
  const kept = new Set(
    [emojiGlue, letterGlue].flatMap((glue) => [...text.matchAll(glue)].map(({ index }) => index)),
  )
  return text.replace(invisible, (character, index: number) => (kept.has(index) ? character : ''))
}
