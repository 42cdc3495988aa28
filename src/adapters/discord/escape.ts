/** Control characters; Discord shows some of them as boxes. */
const controls = /\p{Cc}/gu
/**
 * What Discord gives a meaning to anywhere in a line: Markdown's own characters; the second character of `<@1>`,
 * `<#1>` and `</name:1>`; the colon of `<t:1>`, `<:name:1>`, `:smile:` and `https://`; the dot of `discord.gg/…`,
 * which is an invitation even without `https://`. A backslash before any of them makes it text.
 */
const meaningful =
  /[\\*_~`|<[\]]|(?<=<)[@#/]|(?<=<\w{0,9}):|:(?=\/\/|[\w+-]+:)|(?<=discord(?:app)?)\.(?=\w)/gi
/** What makes a heading, a list, small print or a quote at the start of a line. */
const lineStart = /^(\s*)(?:(\d+)(?=\.(?:\s|$))|(?=(?:#{1,3}|-#|[-+]|>{1,3})(?:\s|$)))/
/** Mentions that hold inside code too, where a backslash is shown. */
const mention = /@(?=everyone|here)|<(?=[@#/:]|\w+:)/gi
const zeroWidthSpace = '\u200B'

/** Text -> Markdown that shows exactly this text on one line: white space is folded. Not for the start of a line. */
export function escapeText(text: string): string {
  return fold(text)
    .replace(meaningful, '\\$&')
    .replace(/@(?=everyone|here)/gi, `@${zeroWidthSpace}`)
}

/** A drawn line that begins with text -> the same, so that its first word makes no heading, list or quote of it. */
export function escapeLineStart(line: string): string {
  return line.replace(lineStart, (_start, space: string, digits?: string) =>
    digits === undefined ? `${space}\\` : `${space}${digits}\\`,
  )
}

/** Text for a fenced block: nothing in it ends the block or pings. Line breaks stay. */
export function escapeFenced(text: string): string {
  return text
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/`(?=`)/g, `\`${zeroWidthSpace}`)
    .replace(mention, `$&${zeroWidthSpace}`)
}

/** Text in the middle of a line as code; what holds a backtick cannot be, and stays text. */
export function inlineCode(text: string): string {
  if (text.includes('`') || text.trim() === '') return escapeText(text)
  return `\`${fold(text).replace(mention, `$&${zeroWidthSpace}`)}\``
}

/** The text of a link. Brackets would end it unless they come in pairs; others become parentheses. */
export function linkLabel(text: string): string {
  const paired = /^[^[\]]*(?:\[[^[\]]*\][^[\]]*)*$/.test(text)
  return escapeText(paired ? text : text.replaceAll('[', '(').replaceAll(']', ')'))
}

/** An address for `(<…>)`: nothing in it ends the link, and balanced parentheses stay as they are. */
export function linkAddress(url: string): string {
  const address = url
    .replace(/[\p{Cc}\s]+/gu, '')
    .replace(/[\\<>]/g, encodeURIComponent)
    .replace(/@(?=everyone|here)/gi, '%40')
  const balanced = /^[^()]*(?:\([^()]*\)[^()]*)*$/.test(address)
  return balanced ? address : address.replaceAll('(', '%28').replaceAll(')', '%29')
}

function fold(text: string): string {
  return text.replace(controls, ' ').replace(/\s+/g, ' ')
}
