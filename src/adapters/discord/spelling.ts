import type { MenuEntry } from '../../platform/menu.ts'
import { code, text } from '../../replies/build.ts'
import type { Prose, Reply } from '../../replies/reply.ts'
import { spelled } from '../../replies/spell.ts'
import { slashName } from './registration.ts'

/** How lines are typed in Discord. */
export type Spelling = {
  /** The id of the slash command, once it is registered: it can be clicked from then on. */
  registered(id: string | undefined): void
  /** A page whose hints can be typed where it stands: in a server, or in a direct message. */
  spell(page: Reply, where: { direct: boolean }): Reply
}

/** What stands for words of the reader's own, as in `show <paper>`. */
const placeholder = /[<[]/

/**
 * A command of the menu is a slash command with its options by name, whose beginning can be clicked; any other line
 * takes a mention, and nothing in a direct message.
 */
export function createSpelling(menu: readonly MenuEntry[]): Spelling {
  let id: string | undefined

  function slashOf(line: string): Prose | undefined {
    const [, name = '', words = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? []
    const entry = menu.find((known) => known.name === name && !known.hidden)
    if (!entry) return undefined
    const options = placeholder.test(words) ? [] : optionsIn(words, entry)
    if (options === undefined) return undefined
    const said = options.map(([option, value]) => `${option}: ${value}`)
    const command = `${slashName} ${name}`
    if (id === undefined) return [code([`/${command}`, ...said].join(' '))]
    return [
      { kind: 'hint', line: `/${command}`, command: { name: command, id } },
      ...said.flatMap((option) => [text(' '), code(option)]),
    ]
  }

  return {
    registered: (known) => {
      id = known
    },
    spell: (page, { direct }) =>
      spelled(page, (line) => slashOf(line) ?? [code(direct ? line : `@Paperboy ${line}`)]),
  }
}

/** The words behind a command as its options; undefined where they are not, such as `edit 6jpq` behind `subscribe`. */
function optionsIn(
  words: string,
  { options }: MenuEntry,
): readonly (readonly [string, string])[] | undefined {
  const found: [string, string][] = []
  let rest = words.trim()
  for (const { name, lead } of options.toReversed()) {
    if (lead === undefined) continue
    const at = ` ${rest}`.lastIndexOf(` ${lead} `)
    if (at < 0) continue
    found.unshift([name, rest.slice(at + lead.length + 1).trim()])
    rest = rest.slice(0, at).trim()
  }
  if (rest === '') return found
  const [first] = options
  return first && first.lead === undefined ? [[first.name, rest], ...found] : undefined
}
