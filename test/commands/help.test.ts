import { describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { usageOf } from '../../src/platform/menu.ts'
import { plainText } from '../../src/replies/plain.ts'
import { openShipped, reply } from './shipped-services.ts'

const listed = commands.filter(({ hidden }) => !hidden)

describe('every command', () => {
  it.each(commands)('$name is described so that menus can be made of it', (command) => {
    expect(command.name).toMatch(/^[a-z]{1,32}$/)
    expect(command.summary.length).toBeLessThanOrEqual(100)
    expect(command.examples.length).toBeGreaterThanOrEqual(2)
    for (const example of command.examples) expect(example.length).toBeLessThanOrEqual(100)
  })

  it.each(listed.flatMap(({ examples }) => examples))('the example “%s” works', async (example) => {
    const { handle } = await openShipped()
    expect((await reply(handle, example)).tone).toBe('answer')
  })

  it('has its own help, made from its definition', async () => {
    const { handle } = await openShipped()
    for (const command of commands) {
      const text = plainText(await reply(handle, `help ${command.name}`))
      expect(text).toContain(usageOf(command))
      // `/today` is `today` again.
      for (const example of command.examples) expect(text).toContain(example.replace(/^\//, ''))
    }
  })
})

describe('help', () => {
  it('lists every command, apart from those that only buttons need', async () => {
    const { handle } = await openShipped()
    const text = plainText(await reply(handle, 'help'))
    for (const { name } of listed) expect(text).toMatch(new RegExp(`\\b${name}\\b`))
    expect(text.trim().split('\n').length).toBeLessThanOrEqual(12)
    expect(text).not.toContain('feedback')
  })

  it('understands a misspelt name', async () => {
    const { handle } = await openShipped()
    expect((await reply(handle, 'help me with serach')).summary).toMatch(/^search: /)
  })
})

describe('status', () => {
  it('tells what is known and what answers', async () => {
    const { handle } = await openShipped()
    const text = plainText(await reply(handle, 'status'))
    expect(text).toContain('Papers: 76')
    expect(text).toContain('Newest day: 13 March 2025 (76 papers)')
    expect(text).toContain('Database: SQLite in memory')
    expect(text).toContain('Chat model: none: answers are quoted from abstracts')
    expect(text).not.toContain('Spent')
  })

  it('tells on which platforms it answers, and what people thought of it', async () => {
    const { handle, services } = await openShipped({
      adapters: () => [
        { name: 'Slack', state: 'connected', lacks: 'groups:read: install the app again.' },
        { name: 'Discord', state: 'failed' },
      ],
    })
    const opinion = { turn: 'a', rating: 'up', at: services.clock.now() } as const
    for (const person of ['ada', 'bob']) await services.store.feedback.put({ ...opinion, person })
    await services.store.feedback.put({ ...opinion, person: 'ada', rating: 'wrong', claim: 1 })
    const text = plainText(await reply(handle, 'status'))
    expect(text).toContain('Answers on: Slack (connected), Discord (failed)')
    expect(text).toContain('Slack lacks: groups:read: install the app again.')
    expect(text).not.toContain('Discord lacks')
    expect(text).toContain('Ratings: 2 up, 0 down, 1 wrong citation')
  })

  it('tells what a model cost today', async () => {
    const { handle, services } = await openShipped({
      engine: { version: '1.2.3', database: 'SQLite', chatModel: 'openai:gpt-test', embeddingModel: 'small' },
    })
    const usage = { model: 'gpt-test', calls: 1, inputTokens: 10, outputTokens: 2, cost: 0.25 }
    await services.store.usage.record({ ...usage, at: new Date('2025-03-12T12:00:00Z') })
    await services.store.usage.record({ ...usage, at: services.clock.now() })
    const text = plainText(await reply(handle, 'status'))
    expect(text).toContain('Chat model: openai:gpt-test')
    expect(text).toContain('Embeddings: small, 0 of 76 papers')
    expect(text).toContain('Spent today: $0.25 for 1 model call')
  })
})
