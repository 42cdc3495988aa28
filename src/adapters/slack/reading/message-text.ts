const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** Punctuation between a mention and what is said to it: "@paperboy, what …". */
const afterMention = /^[\s,:;–—-]+/

/**
 * A message's text as its author typed it: without the mention of `self`, links as their addresses, channels by their
 * names, other mentions and special words left out, and `&amp; &lt; &gt;` as the characters they stand for.
 */
export function typedText(text: string, self: string): string {
  return text
    .replace(/<([^<>]*)>/g, (_, inside: string) => spoken(inside, self))
    .replace(afterMention, '')
    .replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
    .replace(/[^\S\n]+/g, ' ')
    .trim()
}

/** Whether a text mentions someone. */
export const mentions = (text: string, user: string): boolean =>
  text.includes(`<@${user}>`) || text.includes(`<@${user}|`)

/** Whether a text speaks to people or groups. */
export const mentionsAnyone = (text: string): boolean => /<(?:@|!)/.test(text)

/** What stands between angle brackets, as a person would say it. */
function spoken(inside: string, self: string): string {
  const [target = '', label = ''] = inside.split('|')
  if (target.startsWith('@')) return target.slice(1) === self || label === '' ? '' : `@${label}`
  if (target.startsWith('#')) return label === '' ? '' : `#${label}`
  if (target.startsWith('!')) return ''
  // Slack makes a link of any name with a dot. Its label is what was typed.
  const isTyped =
    label !== '' && target.replace(/^(?:https?:\/\/|mailto:)/i, '').toLowerCase() === label.toLowerCase()
  return isTyped ? label : target.replace(/^mailto:/, '')
}
