import type { Describe } from './describe.ts'
import type { MenuEntry, Option } from './menu.ts'

/** A form for the options of a command, none of which has to be filled in. */
export type OptionsForm = {
  /** The line as far as it stands, such as `subscribe edit k3f9`. */
  line: string
  title: string
  fields: readonly { name: string; label: string; help: string }[]
}

/** What was typed into the fields of a form, by their names. */
export type Filled = Readonly<Record<string, string | undefined>>

type Known = { menu: readonly MenuEntry[]; describe: Describe }

/** The form of a line whose command has options that can be told apart; undefined for any other line. */
export function formOf(line: string, known: Known): OptionsForm | undefined {
  const fields = optionsOf(line, known).map(({ name, summary }) => ({
    name,
    label: capitalized(name),
    help: capitalized(summary),
  }))
  return fields.length === 0 ? undefined : { line, title: capitalized(line), fields }
}

/**
 * The line with what was filled in, and what of it cannot be read, in a sentence by the name of its field.
 *
 * @param line as far as it stood when the form was opened
 */
export function filledLine(
  line: string,
  filled: Filled,
  known: Known,
): { line: string; problems: Readonly<Record<string, string>> } {
  const typed = optionsOf(line, known)
    .map((option) => ({ option, words: typedIn(option, filled) }))
    .filter(({ words }) => words !== '')
  const problems = typed.flatMap(({ option: { name, problem }, words }) => {
    const found = problem?.(words)
    return found === undefined ? [] : [[name, found] as const]
  })
  // A topic in quotes holds no other option.
  const parts = typed.map(({ option: { lead, kind }, words }) =>
    kind === 'topic' ? `${lead} "${words.replaceAll(/["“”]/g, '')}"` : `${lead} ${words}`,
  )
  return { line: [line, ...parts].join(' '), problems: Object.fromEntries(problems) }
}

/** Without the word that stands in front of it in a typed line, which people may type here, too. */
function typedIn({ name, lead }: Option, filled: Filled): string {
  const typed = (filled[name] ?? '').replace(/\s+/g, ' ').trim()
  const begin = `${lead} `
  return typed.toLowerCase().startsWith(begin) ? typed.slice(begin.length) : typed
}

function optionsOf(line: string, { menu, describe }: Known): readonly Option[] {
  const { command } = describe(line)
  const { options = [] } = menu.find(({ name }) => name === command) ?? {}
  return options.every(({ lead }) => lead !== undefined) ? options : []
}

const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
