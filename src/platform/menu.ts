import type { Declared } from './describe.ts'
import type { Address } from './request.ts'

/** What a command takes after its name. Platforms make menus, slash options and autocomplete from it. */
export type Option = {
  name: string
  summary: string
  /**
   * `question` is any words, `turn` and `rating` are what buttons carry: an answer's id, and an opinion with one.
   * `extent` is `all` or nothing; `flag` is its lead alone. `person` is an author, `wonder` a question for later.
   */
  kind:
    | 'question'
    | 'text'
    | 'topic'
    | 'paper'
    | 'command'
    | 'turn'
    | 'rating'
    | 'zone'
    | 'subscription'
    | 'day'
    | 'weekdays'
    | 'extent'
    | 'number'
    | 'flag'
    | 'ids'
    | 'setting'
    | 'person'
    | 'wonder'
  required: boolean
  /** What stands in front of it in a typed line: `at` in `subscribe at 9:00`, `|` between papers. */
  lead?: string
  /** All that it may be, where that is a few words. */
  choices?: readonly string[]
  /** It holds several, each with its lead in a typed line, and parted by `;` in the field of a form. */
  list?: true
  /** What is typed for it where nothing shall be left of what there was, such as `everything` for a topic. */
  none?: string
  /** What is wrong with what was typed for it, in a sentence; undefined where it can be read. Left out, anything can. */
  problem?: (typed: string) => string | undefined
}

/** A command as menus and help show it. */
export type MenuEntry = Pick<Declared, 'shows'> & {
  /** What people type; lower case. */
  name: string
  /** One line for menus, at most 100 characters. */
  summary: string
  /** What the rest of the line holds, in order; all but the first have a `lead` by which they are told apart. */
  options: readonly Option[]
  examples: readonly string[]
  /** Where help lists it; among what one does with papers when left out. */
  group?: 'posts' | 'here'
  /** Left out of menus and of the list that help shows: for buttons. It can be typed all the same. */
  hidden?: true
}

/** Something to choose while typing: what is read, and what is typed for it. */
export type Completion = { label: string; value: string }

/**
 * What can stand in an option, while it is being typed; best first, none where an option takes any words.
 *
 * @property typed what stands there so far; may be empty
 * @property where whose papers are offered: those that are hidden there are not; and the posts of which place
 */
export type Complete = (typing: {
  command: string
  option: string
  typed: string
  where: Pick<Address, 'platform' | 'workspace' | 'posts'>
}) => Promise<readonly Completion[]>

/** How a command is typed: `show <paper>`, `help [command]`, `subscribe [about <topic>] [at <time>]`. */
export function usageOf({ name, options }: Pick<MenuEntry, 'name' | 'options'>): string {
  const places = options.map(({ name, lead, required, kind }) => {
    if (kind === 'flag') return `[${lead}]`
    if (lead === undefined) return required ? `<${name}>` : `[${name}]`
    return required ? `${lead} <${name}>` : `[${lead} <${name}>]`
  })
  return [name, ...places].join(' ')
}

/** The command that takes a question in any words. */
const asking = (menu: readonly MenuEntry[]): MenuEntry | undefined =>
  menu.find(({ options: [first] }) => first?.kind === 'question')

/** The line that asks something, whatever its words look like; the words alone where no command takes questions. */
export function askLine(menu: readonly MenuEntry[], words: string): string {
  const entry = asking(menu)
  return entry === undefined ? words : `/${entry.name} ${words}`
}

/** Questions to try: the line of each, and the question alone, as people ask it. */
export function exampleQuestions(menu: readonly MenuEntry[]): readonly { line: string; question: string }[] {
  const entry = asking(menu)
  if (entry === undefined) return []
  const begin = `${entry.name} `
  return entry.examples.map((line) => ({
    line,
    question: line.startsWith(begin) ? line.slice(begin.length) : line,
  }))
}
