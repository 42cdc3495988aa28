import { isDeepStrictEqual } from 'node:util'
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type REST,
  Routes,
} from 'discord.js'
import { z } from 'zod'
import type { MenuEntry, Option } from '../../platform/menu.ts'
import { cleanLine } from '../../replies/clean.ts'
import { limits } from './limits.ts'

/** The slash command that has every command as a sub-command. */
export const slashName = 'paper'
/** The entry in a message's context menu. */
export const menuName = 'Ask about this'
/** The entry below an answer, for the person who asked. */
export const removeName = 'Remove this answer'
/** The option, on every sub-command, that shows the answer to nobody else. */
export const privateOption = 'private'

const TextOption = z.object({
  type: z.literal(ApplicationCommandOptionType.String),
  name: z.string(),
  description: z.string(),
  required: z.boolean().default(false),
  autocomplete: z.boolean().default(false),
  choices: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  max_length: z.number().optional(),
})
const NumberOption = z.object({
  type: z.literal(ApplicationCommandOptionType.Integer),
  name: z.string(),
  description: z.string(),
  required: z.boolean().default(false),
})
const SwitchOption = z.object({
  type: z.literal(ApplicationCommandOptionType.Boolean),
  name: z.string(),
  description: z.string(),
  required: z.boolean().default(false),
})
const Subcommand = z.object({
  type: z.literal(ApplicationCommandOptionType.Subcommand),
  name: z.string(),
  description: z.string(),
  options: z.array(z.discriminatedUnion('type', [TextOption, NumberOption, SwitchOption])).default([]),
})
/** What is registered: just what is compared, so that ids, versions and defaults that Discord adds do not count. */
const Registered = z.array(
  z.object({
    type: z.number(),
    name: z.string(),
    description: z.string(),
    options: z.array(Subcommand).default([]),
    contexts: z.array(z.number()).nullish().transform(sortedNumbers),
    integration_types: z.array(z.number()).nullish().transform(sortedNumbers),
  }),
)
/** What Discord calls the commands by. */
const Identified = z.array(z.object({ id: z.string(), type: z.number(), name: z.string() }))
export type Registration = z.infer<typeof Registered>

/**
 * What is to be registered, made from the commands: `/paper` with a sub-command for each that belongs into menus, and
 * an entry in the context menu of messages. For servers and direct messages, where Paperboy was invited.
 */
export function registrationOf(menu: readonly MenuEntry[]): Registration {
  const visible = menu.filter((command) => !command.hidden)
  const everywhere = {
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  }
  return [
    {
      type: ApplicationCommandType.ChatInput,
      name: slashName,
      description: 'Ask research papers questions',
      options: visible.map((command) => subcommandOf(command, visible)),
      ...everywhere,
    },
    ...[menuName, removeName].map((name) => ({
      type: ApplicationCommandType.Message,
      name,
      description: '',
      options: [],
      ...everywhere,
    })),
  ]
}

/**
 * Registers what is not registered yet: everywhere, or in one server, where it shows at once.
 *
 * @returns whether anything had changed, and the id of the slash command, by which it can be clicked
 */
export async function register(
  rest: REST,
  wanted: Registration,
  { application, guild }: { application: string; guild?: string | undefined },
): Promise<{ changed: boolean; id: string | undefined }> {
  const route =
    guild === undefined
      ? Routes.applicationCommands(application)
      : Routes.applicationGuildCommands(application, guild)
  const known = await rest.get(route)
  const registered = Registered.safeParse(known)
  const here = guild === undefined ? wanted : wanted.map(inOneServer)
  const found = registered.success && guild !== undefined ? registered.data.map(inOneServer) : registered.data
  if (found && isDeepStrictEqual(byName(found), byName(here))) return { changed: false, id: idOf(known) }
  return { changed: true, id: idOf(await rest.put(route, { body: here.map(sentForm) })) }
}

const idOf = (commands: unknown): string | undefined =>
  Identified.safeParse(commands).data?.find(
    ({ type, name }) => type === ApplicationCommandType.ChatInput && name === slashName,
  )?.id

function subcommandOf(
  { name, summary, options }: MenuEntry,
  visible: readonly MenuEntry[],
): z.infer<typeof Subcommand> {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    description: cleanLine(summary, limits.description),
    options: [
      ...options.map((option) => optionOf(option, visible)),
      {
        type: ApplicationCommandOptionType.Boolean,
        name: privateOption,
        description: 'nobody else sees the answer',
        required: false,
      },
    ],
  }
}

const completed: ReadonlySet<Option['kind']> = new Set<Option['kind']>([
  'paper',
  'topic',
  'zone',
  'setting',
  'day',
  'weekdays',
])

const optionOf = (option: Option, visible: readonly MenuEntry[]) =>
  option.kind === 'number' ? numberOptionOf(option) : textOptionOf(option, visible)

const numberOptionOf = ({ name, summary, required }: Option): z.infer<typeof NumberOption> => ({
  type: ApplicationCommandOptionType.Integer,
  name,
  description: cleanLine(summary, limits.description),
  required,
})

/** Papers are too many to list, so they are completed while one types; commands are few, and chosen from. */
function textOptionOf(
  { name, summary, kind, required, choices }: Option,
  visible: readonly MenuEntry[],
): z.infer<typeof TextOption> {
  const words = kind === 'command' ? visible.map((command) => command.name) : choices
  return {
    type: ApplicationCommandOptionType.String,
    name,
    description: cleanLine(summary, limits.description),
    required,
    autocomplete: completed.has(kind) && words === undefined,
    ...(words
      ? { choices: words.slice(0, limits.choices).map((word) => ({ name: word, value: word })) }
      : { max_length: limits.optionText }),
  }
}

/** Where a command shows and how it is installed can be said only for what is registered everywhere. */
function inOneServer({ contexts: _, integration_types: __, ...command }: Registration[number]) {
  return command
}

/** An entry of a context menu has neither a description nor options. */
function sentForm({ description, options, ...command }: ReturnType<typeof inOneServer>): object {
  return command.type === ApplicationCommandType.ChatInput ? { ...command, description, options } : command
}

function byName<T extends { name: string }>(commands: readonly T[]): readonly T[] {
  return [...commands].sort((a, b) => a.name.localeCompare(b.name))
}

function sortedNumbers(numbers: readonly number[] | null | undefined): number[] {
  return [...(numbers ?? [])].sort((a, b) => a - b)
}
