import { createHash } from 'node:crypto'
import type { PostAddress } from '../store/subscriptions.ts'
import type { Describe } from './describe.ts'
import type { MenuEntry, Option } from './menu.ts'
import type { Request } from './request.ts'

/** A form for the options of a command, none of which has to be filled in. */
export type OptionsForm = {
  /** The line so far, such as `subscribe edit k3f9`. */
  line: string
  title: string
  /** Where posts go that are set up with it, where that is known. */
  to?: PostAddress
  fields: readonly FormField[]
}

export type FormField = {
  /** The name under which it comes back; at most 60 characters, without spaces. */
  id: string
  label: string
  help: string
  /** What stands in it when the form opens. */
  value?: string
  /** Everything it may hold, where that is a few words. */
  choices?: readonly string[]
}

/** What stands in the fields of a form that was sent off, by their ids; fields that it did not have are left out. */
export type Filled = Readonly<Record<string, string | undefined>>

/** What is known before a form opens: the values of its options by their names. */
export type Prefilled = Partial<Pick<OptionsForm, 'title' | 'to'>> & {
  values: Readonly<Record<string, string>>
}

/** Finds what is known of the options of a line, in time for a form to open. Never fails: then nothing is known. */
export type Prefill = (request: Request) => Promise<Prefilled>

type Known = { menu: readonly MenuEntry[]; describe: Describe }

/** The form of a line whose command has options that can be told apart; undefined for any other line. */
export function formOf(line: string, known: Known): OptionsForm | undefined {
  const fields = optionsOf(line, known).map(({ name, summary, choices }) => ({
    id: name,
    label: capitalized(name),
    help: capitalized(summary),
    ...(choices && { choices }),
  }))
  return fields.length === 0 ? undefined : { line, title: capitalized(line), fields }
}

/** The form with what is known in its fields, whose ids tell later whether that was changed. */
export function prefilled(form: OptionsForm, { values, title, to }: Prefilled): OptionsForm {
  return {
    ...form,
    ...(title !== undefined && { title }),
    ...(to && { to }),
    fields: form.fields.map((field) => {
      const value = folded(values[field.id] ?? '')
      return value === '' ? field : { ...field, id: `${field.id}:${markOf(value)}`, value }
    }),
  }
}

/** Where the posts of a form go, in a sentence; `channel` is how its platform names one. */
export function destinationInWords(
  to: PostAddress | undefined,
  channel: (id: string) => string,
): string | undefined {
  if (!to) return undefined
  if (to.platform === 'mail') return 'Posts go out by mail.'
  return to.kind === 'channel'
    ? `Posts come to ${channel(to.channel)}.`
    : 'Posts come to you by direct message.'
}

/**
 * The line with what was changed in its form, and what of that cannot be read, in a sentence by the id of its field.
 * What still stands as the form showed it is left out of the line.
 *
 * @param line as it stood when the form was opened
 */
export function filledLine(
  line: string,
  filled: Filled,
  known: Known,
): { line: string; problems: Readonly<Record<string, string>> } {
  const changed = optionsOf(line, known).flatMap((option) => {
    const field = fieldOf(option, filled)
    return field && field.words !== field.before ? [{ option, ...field }] : []
  })
  const problems = changed.flatMap(({ option: { problem }, id, words }) => {
    const found = words === '' ? undefined : problem?.(words)
    return found === undefined ? [] : [[id, found] as const]
  })
  return { line: [line, ...changed.flatMap(typedOf)].join(' '), problems: Object.fromEntries(problems) }
}

type Field = {
  id: string
  words: string
  /** What stood in it when the form opened: the same words, or others that are not known any more. */
  before: string | undefined
}

function fieldOf(option: Option, filled: Filled): Field | undefined {
  const id = Object.keys(filled).find((each) => each === option.name || each.startsWith(`${option.name}:`))
  if (id === undefined) return undefined
  const said = folded(filled[id] ?? '')
  const words = typedIn(option, said)
  const mark = id.slice(option.name.length + 1)
  return { id, words, before: mark === '' ? '' : mark === markOf(said) ? words : undefined }
}

/** Without the word that stands in front of it in a typed line, which people may type here, too. */
function typedIn({ lead }: Option, typed: string): string {
  const begin = `${lead} `
  return typed.toLowerCase().startsWith(begin) ? typed.slice(begin.length) : typed
}

/** A changed field as it is typed. In quotes, words hold no other option. */
function typedOf({
  option: { lead, kind, none, list },
  words,
  before,
}: { option: Option } & Field): string[] {
  if (words === '') return none === undefined ? [] : [`${lead} ${none}`]
  if (list) {
    const all = words.split(';').map((one) => one.trim())
    const anew = before === undefined && none !== undefined ? [none] : []
    return [...anew, ...all.filter((one) => one !== '')].map((one) => `${lead} ${quoted(one)}`)
  }
  return [`${lead} ${kind === 'topic' ? quoted(words) : words}`]
}

const quoted = (words: string): string => `"${words.replaceAll(/["“”]/g, '')}"`

function optionsOf(line: string, { menu, describe }: Known): readonly Option[] {
  const { command } = describe(line)
  const { options = [] } = menu.find(({ name }) => name === command) ?? {}
  return options.every(({ lead }) => lead !== undefined) ? options : []
}

/** Short, since platforms carry it with a form, and enough to tell one value from the next that people type. */
const markOf = (value: string): string => createHash('sha256').update(value).digest('base64url').slice(0, 8)

const folded = (words: string): string => words.replace(/\s+/g, ' ').trim()
const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
