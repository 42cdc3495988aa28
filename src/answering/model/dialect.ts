/**
 * How a model server wants to be asked. OpenAI-compatible servers differ in what they take; each starts from the
 * best dialect and is met one step further down for every parameter it turns away.
 */
export type Dialect = {
  /** How firmly JSON is asked for; `text` leaves it to the prompt alone. */
  format: 'json_schema' | 'json_object' | 'text'
  /** Whether `stream_options` asks for the token count. */
  countTokens: boolean
  /** Whether temperature 0 is sent; reasoning models take none. */
  temperature: boolean
  tokenLimit: 'max_tokens' | 'max_completion_tokens'
  /** The other name of the token limit is tried once. */
  tokenLimitSwapped: boolean
}

/** Model families that take `max_completion_tokens` and no temperature. */
const reasoning = /^(o\d|gpt-5(?!-chat)|gpt-6(?!-chat))/

/** The name of the output limit that LangChain sends for an OpenAI model. */
export function usualTokenLimit(model: string): Dialect['tokenLimit'] {
  return reasoning.test(model) ? 'max_completion_tokens' : 'max_tokens'
}

/** The dialect to begin with: everything for OpenAI-compatible servers, plain text elsewhere. */
export function firstDialect(provider: string, model: string): Dialect {
  return {
    format: provider === 'openai' ? 'json_schema' : 'text',
    countTokens: true,
    temperature: !reasoning.test(model),
    tokenLimit: usualTokenLimit(model),
    tokenLimitSwapped: false,
  }
}

/**
 * The next dialect to try after a server turned a request away, from what its message names.
 *
 * @returns undefined when the message names nothing that could be left out.
 */
export function stepDown(dialect: Dialect, message: string): Dialect | undefined {
  if (dialect.countTokens && /stream_options|include_usage/i.test(message))
    return { ...dialect, countTokens: false }
  if (
    dialect.format !== 'text' &&
    /response_format|json_?(schema|object|mode)|structured output/i.test(message)
  )
    return { ...dialect, format: dialect.format === 'json_schema' ? 'json_object' : 'text' }
  if (dialect.temperature && /temperature/i.test(message)) return { ...dialect, temperature: false }
  if (!dialect.tokenLimitSwapped && /max_(completion_)?tokens/i.test(message))
    return {
      ...dialect,
      tokenLimit: dialect.tokenLimit === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens',
      tokenLimitSwapped: true,
    }
  return undefined
}
