import { describe, expect, it } from 'vitest'
import { type Dialect, firstDialect, stepDown } from '../../../src/answering/model/dialect.ts'

const formats = ['json_schema', 'json_object', 'text'] as const
const lower = (message: string, dialect = firstDialect('openai', 'm')) => stepDown(dialect, message, formats)

describe('stepDown', () => {
  it('leaves out one thing at a time, and comes to an end', () => {
    const message = 'No stream_options, response_format, temperature, role, reasoning_effort or max_tokens'
    const seen: Dialect[] = []
    for (
      let dialect: Dialect | undefined = firstDialect('openai', 'o3');
      dialect;
      dialect = lower(message, dialect)
    )
      seen.push(dialect)
    expect(seen).toHaveLength(7)
    expect(seen.at(-1)).toEqual({
      format: 'text',
      systemRole: false,
      countTokens: false,
      temperature: false,
      lowEffort: false,
      thinks: true,
      tokenLimit: 'max_tokens',
      tokenLimitSwapped: true,
    })
  })

  it.each<[string, string, Partial<Dialect>]>([
    [
      'OpenAI',
      "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
      { format: 'json_object' },
    ],
    ['DeepSeek', 'This response_format type is unavailable now', { format: 'json_object' }],
    ['a local server', 'json_schema: unknown field', { format: 'json_object' }],
    ['Groq', 'json_validate_failed: could not make valid JSON', { format: 'json_object' }],
    ['Anthropic', 'output_config: Extra inputs are not permitted', { format: 'json_object' }],
    ['llama.cpp', 'failed to parse grammar', { format: 'json_object' }],
    ['an old OpenAI', "Unknown parameter: 'stream_options'", { countTokens: false }],
    ['o1-mini', "Unsupported value: 'messages[0].role' does not support 'system'", { systemRole: false }],
    ['a template', 'System role not supported', { systemRole: false }],
    ['gpt-5', "'max_tokens' is not supported", { tokenLimit: 'max_completion_tokens' }],
    ['o3', "'temperature' does not support 0 with this model", { temperature: false }],
  ])('understands how %s turns something away', (_, message, change) => {
    const first = firstDialect('openai', 'm')
    expect(lower(message)).toEqual({
      ...first,
      ...change,
      ...('tokenLimit' in change && { tokenLimitSwapped: true }),
    })
  })

  it('leaves out all it can, once, where nothing is named', () => {
    const bare = lower('Bad request')
    expect(bare).toMatchObject({ format: 'text', countTokens: false, temperature: false })
    expect(lower('Bad request', bare)).toBeUndefined()
  })
})

describe('firstDialect', () => {
  it('sends no temperature to thinking models of OpenAI, and leaves them room', () => {
    const thinks = ['o3', 'gpt-5', 'gpt-5-chat', 'gpt-6-mini', 'openai/gpt-5-mini', 'gpt-4o', 'olmo'].filter(
      (model) => firstDialect('openai', model).thinks && !firstDialect('openai', model).temperature,
    )
    expect(thinks).toEqual(['o3', 'gpt-5', 'gpt-6-mini', 'openai/gpt-5-mini'])
  })
})
