import { describe, expect, it } from 'vitest'
import { settingNames } from '../src/config.ts'
import { unknownInWords, unknownSettings } from '../src/unknown-settings.ts'

describe('settings that there are not', () => {
  it.each([
    ['DATABASE_PATH', ['DATABASE_URL']],
    ['OPENAI_KEY', ['OPENAI_API_KEY']],
    ['DISCORD_BOT_TOKEN', ['DISCORD_TOKEN']],
    ['SLACK_TOKEN', ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']],
    ['EMBEDDINGS_MODEL', ['EMBEDDING_MODEL']],
    ['TIMEZONE', ['TIME_ZONE']],
    ['database_url', ['DATABASE_URL']],
    ['SHIPED_PAPERS', ['SHIPPED_PAPERS']],
    ['DATABASE_ENGINE_OF_CHOICE', []],
  ])('are told where they look like ours: %s', (name, meant) => {
    expect(unknownSettings({ [name]: 'x' })).toEqual([{ name, meant }])
  })

  it.each([
    ...settingNames,
    ...['PATH', 'MAIL', 'HOME', 'LOGNAME', 'HOSTNAME', 'NODE_ENV', 'NODE_OPTIONS', 'TIME_STYLE', 'TZ'],
    ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'HF_HOME', 'OPENAI_ORG_ID', 'OPENAI_PROJECT_ID'],
    ...['GOOGLE_APPLICATION_CREDENTIALS', 'OLLAMA_HOST', 'OLLAMA_MODELS', 'AZURE_CONFIG_DIR', 'LOG_DIR'],
    ...['DATABASE_SERVICE_HOST', 'DATABASE_PORT', 'DATABASE_PORT_5432_TCP_ADDR', 'SLACK_SERVICE_PORT'],
  ])('are not taken for what others read: %s', (name) => {
    expect(unknownSettings({ [name]: 'x' })).toEqual([])
  })

  it('are not told where they are empty, nor is what is set beside them meant', () => {
    expect(unknownSettings({ DATABASE_PATH: ' ' })).toEqual([])
    expect(unknownSettings({ OPENAI_KEY: 'x', OPENAI_API_KEY: 'y' })).toEqual([])
    expect(unknownSettings({ DATABASE_PATH: 'x', DATABASE_URL: 'sqlite:x' })).toEqual([
      { name: 'DATABASE_PATH', meant: [] },
    ])
  })

  it('are told in one line, without their values', () => {
    const words = unknownInWords(unknownSettings({ DATABASE_PATH: 'secret', SLACK_COLOUR: 'secret' }))
    expect(words).toBe(
      'No setting is called DATABASE_PATH (did you mean DATABASE_URL?), SLACK_COLOUR. .env.example lists all of them.',
    )
    expect(unknownInWords([])).toBeUndefined()
  })
})
