import { z } from 'zod'
import { broken, shownText, snowflake } from './form.ts'

const chatInputName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u
const mostCharacters = 8000
const optionKinds = { subcommand: 1, group: 2, text: 3, integer: 4, number: 10 } as const

const name = z
  .string()
  .regex(chatInputName)
  .refine((value) => value === value.toLowerCase(), {
    error: 'Command name is invalid',
    params: { code: 'APPLICATION_COMMAND_INVALID_NAME' },
  })
const localized = z.record(z.string(), z.string()).nullish()

/** An option of a command; sub-commands and groups of them hold options themselves. */
export type CommandOption = {
  type: number
  name: string
  description: string
  required?: boolean | undefined
  autocomplete?: boolean | undefined
  choices?: { name: string; value: string | number }[] | undefined
  options?: CommandOption[] | undefined
}

const CommandOption: z.ZodType<CommandOption> = z
  .object({
    type: z.int().min(1).max(11),
    name,
    name_localizations: localized,
    description: shownText(100),
    description_localizations: localized,
    required: z.boolean().optional(),
    autocomplete: z.boolean().optional(),
    min_length: z.int().min(0).max(6000).optional(),
    max_length: z.int().min(1).max(6000).optional(),
    choices: z
      .array(z.object({ name: shownText(100), value: z.union([z.string().min(1).max(100), z.number()]) }))
      .max(25)
      .optional(),
    get options() {
      return z.array(CommandOption).max(25).optional()
    },
  })
  .superRefine((option, context) => {
    if (option.autocomplete && option.choices?.length)
      broken(
        context,
        ['choices'],
        'APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE',
        'Choices and autocomplete exclude each other',
      )
    checkOptions(option.options ?? [], context)
  })

export const CommandBody = z
  .object({
    id: snowflake.optional(),
    type: z.int().min(1).max(3).default(1),
    name: z.string().min(1).max(32),
    name_localizations: localized,
    description: z.string().max(100).optional(),
    description_localizations: localized,
    options: z.array(CommandOption).max(25).optional(),
    default_member_permissions: z.string().regex(/^\d+$/).nullish(),
    contexts: z.array(z.int().min(0).max(2)).nullish(),
    integration_types: z.array(z.int().min(0).max(1)).nullish(),
    nsfw: z.boolean().nullish(),
    dm_permission: z.boolean().nullish(),
  })
  .superRefine((command, context) => {
    if (command.type === 1) {
      if (!name.safeParse(command.name).success)
        broken(context, ['name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid')
      if (!command.description?.trim())
        broken(context, ['description'], 'BASE_TYPE_REQUIRED', 'This field is required')
    } else if (command.description || command.options?.length) {
      broken(
        context,
        ['description'],
        'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
        'Context menu commands have neither description nor options',
      )
    }
    checkOptions(command.options ?? [], context)
    if (characters(command) > mostCharacters)
      broken(context, [], 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${mostCharacters})`)
  })
export type CommandBody = z.output<typeof CommandBody>

export const CommandBodies = z.array(CommandBody).superRefine((commands, context) => {
  for (const [type, most] of [
    [1, 100],
    [2, 15],
    [3, 15],
  ] as const) {
    const names = commands.filter((command) => command.type === type).map((command) => command.name)
    if (names.length > most)
      broken(context, [], 'APPLICATION_COMMANDS_MAX', `At most ${most} commands of this type`)
    if (new Set(names).size < names.length)
      broken(context, [], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique')
  }
})

/** Rules among the options of one command: unique names, required ones first, no mixture with sub-commands. */
function checkOptions(options: readonly CommandOption[], context: z.RefinementCtx): void {
  const names = options.map((option) => option.name)
  if (new Set(names).size < names.length)
    broken(
      context,
      ['options'],
      'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
      'Option names must be unique',
    )
  const firstOptional = options.findIndex((option) => !option.required)
  const lastRequired = options.findLastIndex((option) => option.required)
  if (firstOptional !== -1 && lastRequired > firstOptional)
    broken(
      context,
      ['options', lastRequired],
      'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
      'Required options must be placed before non-required options',
    )
  const nested = options.filter((option) => option.type <= optionKinds.group).length
  if (nested > 0 && nested < options.length)
    broken(
      context,
      ['options'],
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-commands and other options are mutually exclusive',
    )
}

function characters(part: {
  name: string
  description?: string | undefined
  options?: CommandOption[] | undefined
}): number {
  const choices = (option: CommandOption) =>
    (option.choices ?? []).reduce((sum, choice) => sum + choice.name.length + String(choice.value).length, 0)
  return (part.options ?? []).reduce(
    (sum, option) => sum + characters(option) + choices(option),
    part.name.length + (part.description?.length ?? 0),
  )
}
