import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { PaperboyError } from '../../src/lib/errors.ts'
import { prepareModel } from '../../src/operator/chat-model.ts'

/** What the start says to these settings. */
function complaint(settings: Record<string, string>): string {
  try {
    const config = readConfig(settings)
    for (const name of [config.CHAT_MODEL, config.JUDGE_MODEL]) if (name) prepareModel(name, config)
    return 'nothing'
  } catch (error) {
    if (error instanceof PaperboyError) return `${error.message} ${error.advice}`
    throw error
  }
}

describe('a setting of a provider that is missing or wrong is named at the start', () => {
  it.each<[string, Record<string, string>]>([
    ['OPENAI_API_KEY or OPENAI_BASE_URL', { CHAT_MODEL: 'openai:any' }],
    ['OPENAI_BASE_URL must be', { CHAT_MODEL: 'openai:any', OPENAI_BASE_URL: '127.0.0.1:8000' }],
    ['AZURE_OPENAI_API_KEY', { CHAT_MODEL: 'azure_openai:any', AZURE_OPENAI_ENDPOINT: 'http://127.0.0.1:9' }],
    ['AZURE_OPENAI_ENDPOINT', { CHAT_MODEL: 'azure_openai:any', AZURE_OPENAI_API_KEY: 'any' }],
    ['AZURE_OPENAI_API_VERSION must be', { CHAT_MODEL: 'azure_openai:any', AZURE_OPENAI_API_VERSION: 'v2' }],
    ['ANTHROPIC_API_KEY', { CHAT_MODEL: 'anthropic:any' }],
    ['ANTHROPIC_BASE_URL must be', { CHAT_MODEL: 'anthropic:any', ANTHROPIC_BASE_URL: 'x' }],
    ['GOOGLE_API_KEY', { CHAT_MODEL: 'google:any' }],
    ['GOOGLE_BASE_URL must be', { CHAT_MODEL: 'google:any', GOOGLE_BASE_URL: 'x' }],
    ['MISTRAL_API_KEY', { CHAT_MODEL: 'mistral:any' }],
    ['MISTRAL_BASE_URL must be', { CHAT_MODEL: 'mistral:any', MISTRAL_BASE_URL: 'x' }],
    ['OLLAMA_BASE_URL must be', { CHAT_MODEL: 'ollama:any', OLLAMA_BASE_URL: 'localhost' }],
    ['ANTHROPIC_API_KEY', { JUDGE_MODEL: 'anthropic:any' }],
    ['CHAT_MODEL must be', { CHAT_MODEL: 'gpt-5.4-mini' }],
    ['the provider is one of openai, azure_openai', { CHAT_MODEL: 'nobody:any' }],
    ['MODEL_PRICES', { CHAT_MODEL: 'ollama:any', DAILY_BUDGET_USD: '1', MODEL_PRICES: 'cheap' }],
    [
      'MODEL_PRICES="mistral:any=INPUT/OUTPUT"',
      { CHAT_MODEL: 'mistral:any', MISTRAL_API_KEY: 'any', DAILY_BUDGET_USD: '1' },
    ],
  ])('%s', (words, settings) => {
    expect(complaint(settings)).toContain(words)
  })

  it('and what is right is not', () => {
    expect(complaint({ CHAT_MODEL: 'ollama:any', DAILY_BUDGET_USD: '1' })).toBe('nothing')
  })
})
