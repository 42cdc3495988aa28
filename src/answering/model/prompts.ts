import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Two texts for a model, with `{{slots}}` for the data they are about. */
export type Prompt = {
  name: string
  /** Rises with every change of the words, so that answers can be told apart by it. */
  version: number
  inputs: readonly string[]
  /** Empty when the prompt only adds to another one. */
  system: string
  user: string
}

const FrontMatter = z.object({
  name: z.string().min(1),
  version: z.coerce.number().int().positive(),
  inputs: z.string().transform((list) => list.split(',').map((input) => input.trim())),
})

const folder = join(import.meta.dirname, '../../../prompts')

const known = new Map<string, Prompt>()

/**
 * Reads a prompt, once, from `prompts/<name>.md`: front matter (`name`, `version`, `inputs`), then the parts `## system`
 * (optional) and `## user`.
 *
 * @throws Error when the file is missing or malformed, or its slots are not exactly its inputs: a fault of the
 *   program, not of its user
 */
export function loadPrompt(name: string): Prompt {
  const prompt = known.get(name) ?? parsePrompt(readFileSync(join(folder, `${name}.md`), 'utf8'))
  known.set(name, prompt)
  return prompt
}

/** The prompt in the text of a file. @throws Error as `loadPrompt` does */
export function parsePrompt(file: string): Prompt {
  const [, head = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(file) ?? []
  const fields = head.split('\n').map((line) => line.split(/:\s*(.*)/, 2))
  const { name, version, inputs } = FrontMatter.parse(Object.fromEntries(fields))
  const [, system = '', user] = /^(?:\s*## system\n(.*?))?\s*## user\n(.*)$/s.exec(body) ?? []
  if (user === undefined) throw new Error(`The prompt "${name}" has no part "## user".`)
  const slots = new Set([...body.matchAll(slot)].map(([, input]) => input))
  const uneven = slots.symmetricDifference(new Set<string | undefined>(inputs))
  if (uneven.size > 0)
    throw new Error(`The prompt "${name}" and its inputs differ: ${[...uneven].join(', ')}.`)
  return { name, version, inputs, system: system.trim(), user: user.trim() }
}

const slot = /\{\{(\w+)\}\}/g

/**
 * The prompt's two texts with every slot filled. Whatever goes into a slot is data: it is fenced by `<data>` and
 * `</data>`, and made unable to close its fence or to look like a turn of its own.
 *
 * @throws Error when a slot has no value or a value has no slot
 */
export function fillPrompt(
  prompt: Prompt,
  values: Readonly<Record<string, string>>,
): Pick<Prompt, 'system' | 'user'> {
  const uneven = new Set(prompt.inputs).symmetricDifference(new Set(Object.keys(values)))
  if (uneven.size > 0)
    throw new Error(`The prompt "${prompt.name}" was filled unevenly: ${[...uneven].join(', ')}.`)
  const fill = (text: string) => text.replace(slot, (_, name: string) => fenced(name, values[name] ?? ''))
  return { system: fill(prompt.system), user: fill(prompt.user) }
}

function fenced(name: string, value: string): string {
  return `<data name="${name}">\n${neutralised(value)}\n</data>`
}

/**
 * Text that cannot pass for anything but text: no tags (fences, the turn markers `<|im_start|>` and `<s>` of local
 * models), no `[INST]`, no slots, no control or invisible characters in which instructions can hide. A `<` before a
 * space or a digit stays.
 */
function neutralised(value: string): string {
  return value
    .replace(/[\t\v\f\r\u0085]/g, ' ')
    .replace(/[^\P{C}\n\u200C\u200D]/gu, '')
    .replace(/[<＜﹤](?=(?:\s|\u200C|\u200D)*[\p{L}/|!<＜﹤])/gu, '‹')
    .replace(/\[(\/?(?:INST|SYS\w*)\s*)\]/gi, '($1)')
    .replaceAll('{{', '{ {')
}
