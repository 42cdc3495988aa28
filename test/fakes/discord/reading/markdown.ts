/** Something that is drawn otherwise than as the characters that were sent. */
export type Mark = {
  kind:
    | 'heading'
    | 'subtext'
    | 'quote'
    | 'list'
    | 'bold'
    | 'italic'
    | 'underline'
    | 'strike'
    | 'spoiler'
    | 'code'
    | 'fence'
    | 'link'
    | 'address'
    | 'mention'
    | 'timestamp'
    | 'emoji'
  /** What is read there. */
  text: string
  /** Where a link leads, or what a mention names. */
  target?: string
}

export type Read = {
  /** The text as it is read: marks and escapes are gone. */
  text: string
  marks: readonly Mark[]
}

type Rule = {
  kind: Mark['kind'] | 'escape'
  pattern: RegExp
  /** Only where a line begins. */
  atLineStart?: boolean
  /** Whether what stands inside is mark-up again. */
  nested?: boolean
}

/** Discord's own rules, as its client applies them, in their order. The first group is what is read. */
const rules: readonly Rule[] = [
  { kind: 'fence', pattern: /^```(?:[a-z0-9_+\-.#]+\n)?\n*([^\n][\s\S]*?)\n*```/i },
  { kind: 'heading', pattern: /^ *#{1,3}\s+((?!#*\s).+?)#*\s*(?:\n|$)/, atLineStart: true, nested: true },
  { kind: 'subtext', pattern: /^ *-#\s+((?!-#)[^\n]+?)\s*(?:\n|$)/, atLineStart: true, nested: true },
  { kind: 'quote', pattern: /^ *>>> +([\s\S]*)/, atLineStart: true, nested: true },
  { kind: 'quote', pattern: /^ *> ([^\n]*)(?:\n|$)/, atLineStart: true, nested: true },
  { kind: 'list', pattern: /^ *(?:[-*]|\d{1,9}\.) +(?=\S)([^\n]*)(?:\n|$)/, atLineStart: true, nested: true },
  { kind: 'escape', pattern: /^\\([^0-9A-Za-z\s])/ },
  { kind: 'address', pattern: /^<(https?:\/\/[^\s>]+)>/ },
  { kind: 'address', pattern: /^(https?:\/\/[^\s<]+[^<.,:;"')\]\s])/ },
  { kind: 'mention', pattern: /^(<(?:@[!&]?|#)\d+>|<\/[^:>\n]+:\d+>|<id:\w+>|@everyone|@here)/ },
  { kind: 'timestamp', pattern: /^(<t:-?\d{1,17}(?::[tTdDfFRsS])?>)/ },
  { kind: 'emoji', pattern: /^(<a?:\w+:\d+>)/ },
  { kind: 'italic', pattern: /^_((?:__|\\[\s\S]|[^\\_])+?)_\b/, nested: true },
  { kind: 'bold', pattern: /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/, nested: true },
  {
    kind: 'italic',
    pattern: /^\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^*\s\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/,
    nested: true,
  },
  { kind: 'underline', pattern: /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/, nested: true },
  { kind: 'strike', pattern: /^~~([\s\S]+?)~~(?!_)/, nested: true },
  { kind: 'code', pattern: /^(?:``([\s\S]*?[^`])``|`([\s\S]*?[^`])`)(?!`)/ },
  { kind: 'spoiler', pattern: /^\|\|([\s\S]+?)\|\|/, nested: true },
]

const maskedLink =
  /^\[((?:\\[\s\S]|\[[^\]]*\]|[^[\]\\])*)\]\(\s*<?(https?:\/\/(?:\([^)]*\)|\\.|[^\s\\)>])*)>?(?:\s+["'][\s\S]*?["'])?\s*\)/
const plainRun = /^[0-9A-Za-z\s\u00c0-\uffff]/

/** Reads a text as a Discord client shows it. */
export const readMarkdown = (source: string): Read => read(source, { withLines: true })

/** @param scope.withLines whether lines may begin something here, as they do not inside of bold text and the like */
function read(source: string, { withLines }: { withLines: boolean }): Read {
  let text = ''
  let index = 0
  const marks: Mark[] = []
  while (index < source.length) {
    const rest = source.slice(index)
    const lineStart = withLines && (index === 0 || source[index - 1] === '\n')
    const link = maskedLink.exec(rest)
    if (link) {
      const label = read(link[1] ?? '', { withLines: false })
      marks.push({ kind: 'link', text: label.text, target: withoutEscapes(link[2] ?? '') }, ...label.marks)
      text += label.text
      index += link[0].length
      continue
    }
    const found = firstRule(rest, lineStart)
    if (!found) {
      text += source[index]
      index++
      continue
    }
    const { kind, whole, inner, nested, withLines: lines } = found
    const within = nested ? read(inner, { withLines: lines }) : { text: inner, marks: [] }
    if (kind !== 'escape') marks.push({ kind, text: within.text, ...targetOf(kind, inner) }, ...within.marks)
    text += whole.endsWith('\n') && kind !== 'fence' ? `${within.text}\n` : within.text
    index += whole.length
  }
  return { text, marks }
}

function firstRule(rest: string, lineStart: boolean) {
  // Letters and blanks inside a line begin nothing but an address.
  if (!lineStart && plainRun.test(rest) && !rest.startsWith('http')) return undefined
  for (const { kind, pattern, atLineStart = false, nested = false } of rules) {
    if (atLineStart && !lineStart) continue
    const found = pattern.exec(rest)
    if (found)
      return { kind, whole: found[0], inner: found[1] ?? found[2] ?? '', nested, withLines: atLineStart }
  }
  return undefined
}

const targetOf = (kind: Mark['kind'], inner: string) =>
  kind === 'address' || kind === 'mention' ? { target: inner } : {}

const withoutEscapes = (text: string) => text.replace(/\\([^0-9A-Za-z\s])/g, '$1')
