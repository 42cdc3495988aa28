import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedact, secretsIn } from '../../src/lib/redact.ts'

describe('the secrets among settings', () => {
  it('are every key and token, of whichever provider', () => {
    const settings = {
      OPENAI_API_KEY: 'sk-1',
      ANTHROPIC_API_KEY: ' sk-ant-2 ',
      SLACK_BOT_TOKEN: 'xoxb-3',
      SLACK_APP_TOKEN: 'xapp-4',
      SLACK_SIGNING_SECRET: 'signing',
      DISCORD_TOKEN: 'token',
      PGPASSWORD: 'words',
      HF_TOKEN: '',
      CHAT_MODEL: 'openai:gpt-5.4-mini',
      PORT: '3000',
      CONTACT: undefined,
    }
    expect(secretsIn(settings)).toEqual(['sk-1', 'sk-ant-2', 'xoxb-3', 'xapp-4', 'signing', 'token', 'words'])
  })

  it('are the passwords of addresses, as they are written and as they are', () => {
    expect(secretsIn({ DATABASE_URL: 'postgres://ada:p%40ss@db.example/papers' })).toEqual(['p%40ss', 'p@ss'])
    expect(secretsIn({ ARXIV_URL: 'https://only-a-token@arxiv.example' })).toEqual(['only-a-token'])
    expect(secretsIn({ OPENAI_BASE_URL: 'https://llm.example/v1?api_key=hidden&v=2' })).toEqual(['hidden'])
    expect(secretsIn({ ARXIV_URL: 'https://arxiv.example', CONTACT: 'not://an address' })).toEqual([])
  })
})

describe('a text without secrets', () => {
  it('holds none, however a library wrote it', () => {
    const anySecret = fc
      .string({ unit: 'grapheme', minLength: 6, maxLength: 40 })
      .filter((s) => s.isWellFormed())
    const writings = [
      (secret: string) => secret,
      encodeURIComponent,
      (secret: string) => JSON.stringify({ error: `a "${secret}" b` }),
    ]
    fc.assert(
      fc.property(fc.array(anySecret, { minLength: 1 }), fc.constantFrom(...writings), (secrets, write) => {
        const redact = createRedact(secrets)
        for (const secret of secrets) {
          const left = redact(`before ${write(secret)} after`)
          expect(left).toContain('[redacted]')
          expect(left.replaceAll('[redacted]', '')).not.toContain(secret)
        }
      }),
    )
  })

  it('hides the whole of a secret that holds another one', () => {
    expect(createRedact(['secret', 'secret-and-more'])('secret-and-more, secret')).toBe(
      '[redacted], [redacted]',
    )
  })

  it('holds nothing of a secret that was cut', () => {
    const redact = createRedact(['xoxb-123456789-abc', 'xoxb-123456000'])
    expect(redact('xoxb-123456789-abc xoxb-123456000 xoxb-123456 xoxb-123… xoxb-12')).toBe(
      '[redacted] [redacted] [redacted] [redacted]… xoxb-12',
    )
  })

  it('is left alone where nothing is hidden, and by what is too short to be one', () => {
    expect(createRedact(['key', ''])('a key to the papers')).toBe('a key to the papers')
  })
})
