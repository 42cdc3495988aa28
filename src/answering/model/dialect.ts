import { z } from 'zod'

/**
 * How a model server wants to be asked. Servers differ in what they take; each starts from the best dialect and is met one
 * step further down for every parameter it turns away.
 */
export const Dialect = z.object({
  /** How firmly JSON is asked for; `text` leaves it to the prompt alone. */
  format: z.enum(['json_schema', 'json_object', 'text']),
  /** Whether the instructions stand in a message of their own; else they stand before the question. */
  systemRole: z.boolean(),
  /** Whether `stream_options` asks for the token count. */
  countTokens: z.boolean(),
  /** Whether temperature 0 is sent; thinking models take none. */
  temperature: z.boolean(),
  /** Whether little thinking is asked for. */
  lowEffort: z.boolean(),
  /** Whether the model thinks before it answers, so that it needs room for both. */
  thinks: z.boolean(),
  tokenLimit: z.enum(['max_tokens', 'max_completion_tokens']),
  /** The other name of the token limit is tried once. */
  tokenLimitSwapped: z.boolean(),
})
export type Dialect = z.infer<typeof Dialect>

/** Families that think before they answer, in the names of their makers: OpenAI's take no temperature. */
const thinking = {
  openai: /^(?:.*\/)?(?:o\d|gpt-[5-9](?!-chat))/,
  google: /^(?:.*\/)?gemini-(?:2\.5|[3-9])/,
}

/** The dialect to begin with. */
export function firstDialect(provider: string, model: string): Dialect {
  const isOpenAI = provider === 'openai' || provider === 'azure_openai'
  const thinks =
    (isOpenAI && thinking.openai.test(model)) || (provider === 'google' && thinking.google.test(model))
  return {
    format: 'json_schema',
    systemRole: true,
    countTokens: true,
    temperature: !(isOpenAI && thinks),
    lowEffort: thinks || provider === 'ollama',
    thinks,
    tokenLimit: isOpenAI && thinks ? 'max_completion_tokens' : 'max_tokens',
    tokenLimitSwapped: false,
  }
}

/** How a refusal names what it refuses, and the dialect without it. */
const steps: readonly {
  named: RegExp
  lower(dialect: Dialect, formats: readonly Dialect['format'][]): Dialect | undefined
}[] = [
  {
    named: /stream_options|include_usage/i,
    lower: (dialect) => (dialect.countTokens ? { ...dialect, countTokens: false } : undefined),
  },
  {
    named:
      /response_?(?:format|schema|json)|json_?(?:schema|object|mode|validate)|structured.?output|output_?(?:config|format)|\bformat\b|grammar/i,
    lower: (dialect, formats) => {
      const format = formats[formats.indexOf(dialect.format) + 1]
      return format && { ...dialect, format }
    },
  },
  {
    named: /reasoning|effort|think/i,
    lower: (dialect) => (dialect.lowEffort ? { ...dialect, lowEffort: false } : undefined),
  },
  {
    named: /temperature/i,
    lower: (dialect) => (dialect.temperature ? { ...dialect, temperature: false } : undefined),
  },
  {
    named: /max_(?:completion_)?tokens/i,
    lower: (dialect) =>
      dialect.tokenLimitSwapped
        ? undefined
        : {
            ...dialect,
            tokenLimit: dialect.tokenLimit === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens',
            tokenLimitSwapped: true,
          },
  },
  {
    named: /\brole\b|\bsystem\b|developer/i,
    lower: (dialect) => (dialect.systemRole ? { ...dialect, systemRole: false } : undefined),
  },
]

/**
 * The next dialect to try after a server turned a request away: without what its message names; where it names nothing,
 * the barest one there is, once.
 *
 * @param formats the ways in which the provider can be asked for JSON, firmest first
 * @returns undefined when there is nothing left to leave out
 */
export function stepDown(
  dialect: Dialect,
  message: string,
  formats: readonly Dialect['format'][],
): Dialect | undefined {
  for (const { named, lower } of steps) {
    const next = named.test(message) ? lower(dialect, formats) : undefined
    if (next) return next
  }
  if (steps.some(({ named }) => named.test(message))) return undefined
  const bare: Dialect = {
    ...dialect,
    format: 'text',
    countTokens: false,
    temperature: false,
    lowEffort: false,
  }
  return isSame(bare, dialect) ? undefined : bare
}

/** Whether two dialects ask alike. */
export function isSame(one: Dialect, other: Dialect): boolean {
  return JSON.stringify(Dialect.parse(one)) === JSON.stringify(Dialect.parse(other))
}
