import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'
import { PaperboyError } from '../src/lib/errors.ts'

/** What a person is told about settings that do not work. */
function complaint(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof PaperboyError) return error.message
    throw error
  }
  return 'nothing'
}

describe('the settings', () => {
  it('are all optional, and an empty one counts as left out', () => {
    expect(readConfig({})).toMatchObject({
      PORT: 3000,
      LOG_LEVEL: 'warn',
      DATABASE_URL: 'sqlite:./var/paperboy.sqlite',
    })
    expect(readConfig({ SLACK_BOT_TOKEN: '', PORT: '', DISCORD_TOKEN: ' ' })).toEqual(readConfig({}))
  })

  it.each([
    [undefined, { kind: 'local', model: { name: 'all-MiniLM-L6-v2' } }],
    ['local', { kind: 'local', model: { name: 'all-MiniLM-L6-v2' } }],
    ['local:all-MiniLM-L6-v2', { kind: 'local', model: { name: 'all-MiniLM-L6-v2' } }],
    ['openai:text-embedding-3-small', { kind: 'server', model: 'text-embedding-3-small' }],
    ['text-embedding-3-small', { kind: 'server', model: 'text-embedding-3-small' }],
    ['nomic-embed-text:latest', { kind: 'server', model: 'nomic-embed-text:latest' }],
    ['', { kind: 'off' }],
    [' ', { kind: 'off' }],
    ['off', { kind: 'off' }],
  ])('read the embedding model %j', (value, expected) => {
    expect(readConfig({ EMBEDDING_MODEL: value }).EMBEDDING_MODEL).toMatchObject(expected)
  })

  it.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret', PORT: '8080' }],
    [{ DISCORD_TOKEN: 'token', DISCORD_GUILD_ID: '123456789012345678' }],
    [{ SLACK_API_URL: 'http://127.0.0.1:9/api/', DISCORD_API_URL: 'http://127.0.0.1:9/api' }],
  ])('%j fit together', (environment) => expect(complaint(environment)).toBe('nothing'))

  it.each([
    [
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      'SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET',
    ],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, 'need SLACK_BOT_TOKEN beside them'],
    [{ SLACK_SIGNING_SECRET: 's' }, 'need SLACK_BOT_TOKEN beside them'],
    [
      { SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xapp-1' },
      'SLACK_BOT_TOKEN is a token of another kind: it begins with xoxb-',
    ],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-1' },
      'SLACK_APP_TOKEN is a token of another kind: it begins with xapp-',
    ],
    [{ PORT: 'http' }, 'PORT must be a port number from 1 to 65535'],
    [{ PORT: '70000' }, 'PORT must be a port number from 1 to 65535'],
    [{ DISCORD_GUILD_ID: '1' }, 'DISCORD_GUILD_ID needs DISCORD_TOKEN'],
    [{ DISCORD_SHARDS: '0/2' }, 'DISCORD_SHARDS needs DISCORD_TOKEN'],
    [{ DISCORD_TOKEN: 't', DISCORD_SHARDS: '0-3' }, 'DISCORD_SHARDS must be a part of all shards'],
    [{ DISCORD_TOKEN: 't', DISCORD_SHARDS: '3-4/4' }, 'DISCORD_SHARDS must be a part of all shards'],
    [{ DISCORD_TOKEN: 't', DISCORD_SHARDS: '2-1/4' }, 'DISCORD_SHARDS must be a part of all shards'],
    [{ DISCORD_TOKEN: 't', DISCORD_GUILD_ID: 'My server' }, 'DISCORD_GUILD_ID must be the id of a server'],
    [{ SLACK_API_URL: 'slack.com' }, 'SLACK_API_URL must be'],
    [{ DAILY_BUDGET_USD: '0.001' }, 'DAILY_BUDGET_USD must be an amount in US dollars from 0.01'],
    [{ MODEL_PRICES: 'openai:mine=cheap' }, 'MODEL_PRICES must be a list of provider:model=input/output'],
    [{ QUESTIONS_PER_PERSON: '0' }, 'QUESTIONS_PER_PERSON must be a number of questions a minute'],
    [{ MCP_TOKENS: 'short' }, 'MCP_TOKENS must be a list of name:token'],
    [{ MCP_TOKENS: 'ada:0123456789abcdef ada:fedcba9876543210' }, 'MCP_TOKENS must be a list of name:token'],
    [{ HTTP_HOST: 'http://here' }, 'HTTP_HOST must be an address of this machine'],
    [{ METRICS_PORT: '99999' }, 'METRICS_PORT must be a port number'],
    [{ EMBEDDING_MODEL: 'local:nonsense' }, 'EMBEDDING_MODEL is not understood. I know no model'],
    [{ HF_ENDPOINT: 'hub' }, 'HF_ENDPOINT must be'],
  ])('%j are refused with what to do', (environment, words) => {
    expect(complaint(environment)).toContain(words)
  })

  it('tell what models cost', () => {
    const { MODEL_PRICES } = readConfig({ MODEL_PRICES: 'openai:mine=0.25/2, azure_openai:x=1/4.5' })
    expect(MODEL_PRICES).toEqual({
      'openai:mine': { input: 0.25, output: 2 },
      'azure_openai:x': { input: 1, output: 4.5 },
    })
    expect(readConfig({}).MODEL_PRICES).toEqual({})
  })

  it('name the tokens of assistants, and hide them', () => {
    const { MCP_TOKENS, secrets } = readConfig({ MCP_TOKENS: 'ada:0123456789abcdef, fedcba9876543210' })
    expect(MCP_TOKENS).toEqual([
      { name: 'ada', token: '0123456789abcdef' },
      { name: expect.stringMatching(/^[\da-f]{8}$/), token: 'fedcba9876543210' },
    ])
    expect(secrets).toEqual(['0123456789abcdef', 'fedcba9876543210'])
  })

  it('tell which shards are meant', () => {
    const shards = (range: string) => readConfig({ DISCORD_TOKEN: 't', DISCORD_SHARDS: range }).DISCORD_SHARDS
    expect(shards('4-7/16')).toEqual({ first: 4, last: 7, count: 16 })
    expect(shards(' 1/2 ')).toEqual({ first: 1, last: 1, count: 2 })
  })

  it('that are wrong are told all at once, without their values', () => {
    const words = complaint({ SLACK_BOT_TOKEN: 'xoxb-hidden', PORT: 'hidden', CHAT_MODEL: 'hidden' })
    for (const name of ['SLACK_BOT_TOKEN', 'PORT', 'CHAT_MODEL']) expect(words).toContain(name)
    expect(words).not.toContain('hidden')
  })
})
