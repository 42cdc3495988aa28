import type { CommandOption } from './validation/command.ts'
import type { Channel, RegisteredCommand, World } from './world.ts'

const subcommandKinds = [1, 2]
const textKind = 3
const booleanKind = 5
/** Clients take digits for it, and send a number. */
const integerKind = 4

/** The registered command of this name that people see in a channel; those of the guild go first. */
export function findCommand(world: World, channel: Channel, name: string, type: number): RegisteredCommand {
  const named = world.commands.filter((command) => command.name === name && command.type === type)
  const found =
    named.find(({ guildId }) => guildId !== undefined && guildId === channel.guildId) ??
    named.find(({ guildId }) => guildId === undefined)
  if (!found) throw new Error(`No command ${name} is registered here.`)
  return found
}

/**
 * What the client sends for a typed slash command.
 *
 * @param words the command and its sub-command, such as `paper ask`
 * @param focused the option that is being typed, for autocomplete
 */
export function commandData(
  world: World,
  channel: Channel,
  words: string,
  given: Record<string, string | boolean>,
  focused?: string,
): object {
  const [name = '', ...path] = words.split(' ')
  const command = findCommand(world, channel, name, 1)
  let offered = command.options ?? []
  for (const word of path) {
    const sub = offered.find((option) => option.name === word && subcommandKinds.includes(option.type))
    if (!sub) throw new Error(`/${name} has no sub-command ${word}.`)
    offered = sub.options ?? []
  }
  const filled = fill(offered, given, focused)
  const options = path.reduceRight<object[]>(
    (inner, word) => [{ type: 1, name: word, options: inner }],
    filled,
  )
  return { id: command.id, name, type: 1, options, ...(command.guildId && { guild_id: command.guildId }) }
}

function fill(
  offered: readonly CommandOption[],
  given: Record<string, string | boolean>,
  focused: string | undefined,
): object[] {
  const missing = offered.find((option) => option.required && given[option.name] === undefined)
  if (missing && focused === undefined) throw new Error(`The option ${missing.name} is required.`)
  return Object.entries(given).map(([name, value]) => {
    const option = offered.find((each) => each.name === name)
    if (!option) throw new Error(`There is no option ${name}.`)
    const isNumber = option.type === integerKind && /^\d+$/.test(String(value))
    const fits = isNumber || option.type === (typeof value === 'boolean' ? booleanKind : textKind)
    if (!fits) throw new Error(`The option ${name} does not take ${typeof value}.`)
    if (name !== focused && option.choices && !option.choices.some((choice) => choice.value === value))
      throw new Error(`${value} is no choice of ${name}.`)
    return {
      type: option.type,
      name,
      value: isNumber ? Number(value) : value,
      ...(name === focused && { focused: true }),
    }
  })
}
