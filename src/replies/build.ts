import { cleanLine, cleanText } from './clean.ts'
import { plainBlock, plainText } from './plain.ts'
import type { Action, Block, Card, Image, Inline, Prose, QuestionForm, Reply, TextFile } from './reply.ts'

/** What a paragraph may be given: ready pieces, or plain strings that become text. */
type Words = string | Inline

/** Longest texts of one-line places, in UTF-16 units; whatever is longer ends with an ellipsis. */
const longest = { summary: 300, heading: 150, label: 75, title: 300, fact: 200, alt: 1_000 }
/** A command line a button can carry (Discord's `custom_id` holds 100 characters). */
const longestCommand = 100
/** An id that a button can carry beside what says that it opens a form. */
const longestSubject = 90

/** Running text; white space is folded but a space at either end stays, since pieces are put side by side. */
export function text(value: string, style?: 'strong' | 'emphasis' | 'code'): Inline {
  const folded = cleanText(value).replace(/\s+/g, ' ')
  return style ? { kind: 'text', text: folded, style } : { kind: 'text', text: folded }
}

export const strong = (value: string): Inline => text(value, 'strong')
export const emphasis = (value: string): Inline => text(value, 'emphasis')
export const code = (value: string): Inline => text(value, 'code')
/** A line to type, such as `show 1`. */
export const hint = (line: string): Inline => ({ kind: 'hint', line: cleanLine(line) })
/** A moment, and how it is told where nobody's clock is known. */
export const time = (at: Date, words: string): Inline => ({ kind: 'time', at, text: cleanLine(words) })

/** The address in its normal form (quotes, spaces and brackets escaped) when a browser may open it: http or https. */
export function safeUrl(url: string): string | undefined {
  const parsed = URL.parse(cleanLine(url))
  return parsed && /^https?:$/.test(parsed.protocol) && !parsed.username ? parsed.href : undefined
}

/** A link; one that is not http or https, or that hides a user name, is only its text. */
export function link(label: string, url: string): Inline {
  const safe = safeUrl(url)
  return safe ? { kind: 'link', text: cleanLine(label) || safe, url: safe } : text(label)
}

/** The mark `[number]` behind a sentence, linked to what it cites. */
export function cite(number: number, url: string): Inline {
  const safe = safeUrl(url)
  return safe ? { kind: 'cite', number, url: safe } : text(`[${number}]`)
}

/** Strings and pieces as running text. */
export function prose(...words: readonly Words[]): Prose {
  return words.map((word) => (typeof word === 'string' ? text(word) : word))
}

export const heading = (value: string): Block => ({
  kind: 'heading',
  text: cleanLine(value, longest.heading),
})
export const paragraph = (...words: readonly Words[]): Block => ({ kind: 'paragraph', body: prose(...words) })
export const quote = (...words: readonly Words[]): Block => ({ kind: 'quote', body: prose(...words) })
/** Small print. */
export const note = (...words: readonly Words[]): Block => ({ kind: 'note', body: prose(...words) })
/** Text whose lines stay as they are. */
export const codeBlock = (value: string): Block => ({ kind: 'code', text: cleanText(value) })

/** Text to be kept as a file, under a name that is plain already. */
export const file = ({ name, text: value, mediaType, alt }: TextFile): Block => ({
  kind: 'file',
  file: { name, text: cleanText(value), mediaType, alt: cleanLine(alt, longest.alt) || name },
})

/** A list; an item is a string or a run of pieces. */
export function list(items: readonly (string | Prose)[], options: { ordered?: boolean } = {}): Block {
  const bodies = items.map((item) => (typeof item === 'string' ? prose(item) : item))
  return { kind: 'list', items: bodies, ordered: options.ordered ?? false }
}

/** Labels with their values, such as the rows of `status`. */
export function facts(rows: readonly (readonly [label: string, ...value: Words[]])[]): Block {
  return {
    kind: 'facts',
    rows: rows.map(([label, ...value]) => ({
      label: cleanLine(label, longest.label),
      value: prose(...value),
    })),
  }
}

/** A table; every row has a cell for each column, an empty one where none is given. */
export function table(
  head: readonly string[],
  rows: readonly (readonly [label: string, ...cells: Prose[]])[],
): Block {
  return {
    kind: 'table',
    head: head.map((column) => cleanLine(column, longest.label)),
    rows: rows.map(([label, ...cells]) => ({
      label: cleanLine(label, longest.label),
      cells: head.map((_, index) => cells[index] ?? []),
    })),
  }
}

/** A paper in a list; an unsafe address is left out. */
export function card(content: Card): Block {
  const { number, title, url, facts: rows, body } = content
  const safe = url === undefined ? undefined : safeUrl(url)
  return {
    kind: 'card',
    card: {
      ...(number === undefined ? {} : { number }),
      title: cleanLine(title, longest.title) || 'Untitled',
      ...(safe ? { url: safe } : {}),
      ...(rows ? { facts: rows.map((row) => cleanLine(row, longest.fact)).filter((row) => row !== '') } : {}),
      ...(body ? { body } : {}),
    },
  }
}

/** A picture; its name becomes one that every file system takes, and `alt` says what it shows. */
export function image({ png, name, width, height, alt }: Image): Block {
  const plainName = name
    .replace(/\.png$/i, '')
    .normalize('NFKD')
    .replace(/[^\w]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longest.label)
  return {
    kind: 'image',
    image: {
      png,
      name: `${plainName.toLowerCase() || 'picture'}.png`,
      width,
      height,
      alt: cleanLine(alt, longest.alt) || 'A picture',
    },
  }
}

/** A button that sends `command` as if it were typed; where there are no buttons, `typed` is offered instead. */
export function run(label: string, command: string, typed?: string): Action {
  return {
    kind: 'run',
    label: cleanLine(label, longest.label),
    command: cleanLine(command),
    ...(typed === undefined ? {} : { typed: cleanLine(typed) }),
  }
}

/** A button that turns to another page of the same list. */
export function turn(label: string, command: string, typed?: string): Action {
  const action = run(label, command, typed)
  return action.kind === 'run' ? { ...action, turns: true } : action
}

/**
 * A button for a question of one's own about a paper. Where there are no forms, or its id is too long to be carried, it
 * asks `command`.
 */
export function ask(label: string, command: string, { about, name }: QuestionForm): Action {
  const action = run(label, command)
  return action.kind === 'run' && about.length <= longestSubject
    ? { ...action, form: { about, name: cleanLine(name, longest.label) } }
    : action
}

/** A button for a form of the options of a command. Where there are no forms, it runs `command` as it is. */
export function fill(label: string, command: string): Action {
  const action = run(label, command)
  return action.kind === 'run' && command.length <= longestSubject ? { ...action, fills: true } : action
}

/** A button that opens a page; `undefined` when its address is not http or https. */
export function open(label: string, url: string): Action | undefined {
  const safe = safeUrl(url)
  return safe ? { kind: 'open', label: cleanLine(label, longest.label), url: safe } : undefined
}

/** What a reply is made from: as `Reply`, with holes where a button could not be made. */
type Page = Omit<Reply, 'actions'> & { actions?: readonly (Action | undefined)[] }

/**
 * A whole reply. Blocks that hold nothing are left out, and so are buttons whose command is empty or longer than
 * platforms carry: a cut command would do something else. An empty summary becomes the first words of the page.
 */
export function reply({ summary, blocks, actions, ...rest }: Page): Reply {
  const page = blocks.filter((block) => plainBlock(block).trim() !== '')
  const usable = actions?.filter((action) => action !== undefined).filter(isCarried)
  return {
    ...rest,
    summary:
      cleanLine(summary, longest.summary) ||
      cleanLine(plainText({ summary: '', blocks: page }), longest.summary) ||
      'Paperboy',
    blocks: page,
    ...(usable && usable.length > 0 ? { actions: usable } : {}),
  }
}

function isCarried(action: Action): boolean {
  return action.kind === 'open' || (action.command !== '' && action.command.length <= longestCommand)
}
