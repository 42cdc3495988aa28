import { describe, expect, it } from 'vitest'
import { type Dialect, firstDialect, stepDown } from '../../../src/answering/model/dialect.ts'

describe('stepDown', () => {
  it('leaves out one thing at a time, and comes to an end', () => {
    const message = 'No stream_options, response_format, temperature or max_tokens here'
    const steps: Dialect[] = []
    let dialect: Dialect | undefined = firstDialect('openai', 'old')
    while (dialect) {
      steps.push(dialect)
      dialect = stepDown(dialect, message)
    }
    expect(steps).toHaveLength(6)
    expect(steps.at(-1)).toEqual({
      format: 'text',
      countTokens: false,
      temperature: false,
      tokenLimit: 'max_completion_tokens',
      tokenLimitSwapped: true,
    })
  })

  it.each([
    [
      'OpenAI',
      "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
    ],
    ['DeepSeek', 'This response_format type is unavailable now'],
    ['a local server', 'json_schema: unknown field'],
  ])('understands how %s turns a schema away', (_, message) => {
    expect(stepDown(firstDialect('openai', 'm'), message)?.format).toBe('json_object')
  })

  it('knows nothing to leave out when nothing is named', () => {
    expect(stepDown(firstDialect('openai', 'm'), 'Bad request')).toBeUndefined()
  })
})

describe('firstDialect', () => {
  it('sends no temperature to reasoning models', () => {
    const temperatures = ['o3', 'gpt-5', 'gpt-5-chat', 'gpt-6-mini', 'gpt-4o', 'olmo'].map(
      (model) => firstDialect('openai', model).temperature,
    )
    expect(temperatures).toEqual([false, false, true, false, true, true])
  })

  it('asks other providers in plain text', () => {
    expect(firstDialect('anthropic', 'claude').format).toBe('text')
  })
})
