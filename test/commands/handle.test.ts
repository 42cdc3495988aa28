import { describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { PaperboyError } from '../../src/lib/errors.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { ModelState } from '../../src/retrieval/models/kept-encoder.ts'
import { openShipped, replies, reply } from './shipped-services.ts'

describe('every line gets a reply', () => {
  it.each(['', '   ', '\u0000\u0007\u200b'])('%j brings a welcome', async (line) => {
    const { handle } = await openShipped()
    expect(plainText(await reply(handle, line))).toContain('I am Paperboy')
  })

  it('a huge line is refused before anything is searched', async () => {
    const { handle } = await openShipped({
      search: () => Promise.reject(new Error('must not be reached')),
    })
    const refused = await reply(handle, `search ${'x'.repeat(4000)}`)
    expect(refused).toMatchObject({ tone: 'warning', summary: 'That is too long to read as a question.' })
  })

  it('4,000 characters are read', async () => {
    const { handle } = await openShipped()
    expect((await reply(handle, `ask ${'x'.repeat(3996)}`)).summary).toBe('I only talk about papers.')
  })

  it('a slip of the finger is a suggestion that runs with one click', async () => {
    const { handle } = await openShipped()
    const suggestion = await reply(handle, 'serach optimal transport')
    expect(suggestion.summary).toBe('There is no command “serach”. Did you mean “search optimal transport”?')
    expect(suggestion.actions).toMatchObject([
      { command: 'search optimal transport' },
      { command: 'ask serach optimal transport' },
    ])
  })
})

describe('a page that nobody asked for', () => {
  it('is no turn of a conversation', async () => {
    const { handle, services } = await openShipped()
    const where = { platform: 'slack', conversation: 'home' } as const
    const show = async (more: { unasked?: true }) => {
      for await (const _ of handle({ who: { id: 'ada' }, where, line: 'today', ...more }));
      return services.store.turns.recent('home', 9)
    }
    expect(await show({ unasked: true })).toEqual([])
    expect(await show({})).toHaveLength(1)
  })
})

describe('while the model that finds papers by meaning is not there', () => {
  const engine = { version: '1.2.3', database: 'SQLite in memory' }
  const byWords = /Found by words: the model that finds papers by meaning is (.*)\./

  it('the small print says so, once a conversation, and where papers were looked for only', async () => {
    let state: ModelState = { kind: 'fetching', share: 0.456 }
    const { handle } = await openShipped({ engine: { ...engine, embeddingState: async () => state } })
    const says = async (line: string, conversation = 'here') =>
      byWords.exec(plainText(await reply(handle, line, conversation)))?.[1]
    expect(await says('today')).toBeUndefined()
    expect(await says('search optimal transport')).toBe('being fetched (45%)')
    expect(await says('search optimal transport')).toBeUndefined()
    state = { kind: 'missing', why: '/home/secret' }
    expect(await says('search optimal transport', 'there')).toBe('not here')
    state = { kind: 'ready' }
    expect(await says('search optimal transport', 'elsewhere')).toBeUndefined()
  })

  it('it says nothing where no model is set', async () => {
    const { handle } = await openShipped({ engine })
    expect(plainText(await reply(handle, 'search optimal transport'))).not.toMatch(byWords)
  })
})

describe('nothing is thrown', () => {
  it('a known failure says what to do', async () => {
    const { handle } = await openShipped({
      search: () => Promise.reject(new PaperboyError('The disk is full.', 'Free some space.')),
    })
    const failure = await reply(handle, 'search cats')
    expect(failure).toMatchObject({ tone: 'error', summary: 'The disk is full.', audience: 'asker' })
    expect(plainText(failure)).toContain('Free some space.')
  })

  it('an unknown failure shows an id, and the log holds the stack under it', async () => {
    const { handle, lines } = await openShipped({
      search: () => Promise.reject(new TypeError('secret detail')),
    })
    const failure = await reply(handle, 'search cats')
    const text = plainText(failure)
    expect(text).not.toContain('secret detail')
    const id = /report error (\w+)/.exec(text)?.[1]
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([
      { facts: { id, stack: expect.stringContaining('secret detail') } },
    ])
    expect(id).toMatch(/^[0-9a-f]{8}$/)
  })

  it('a failure in the middle of an answer replaces what was shown', async () => {
    const { handle } = await openShipped({
      answer: async function* () {
        yield { stage: 'reading', papers: 3 }
        throw new Error('cut')
      },
    })
    const shown = await replies(handle, 'what is TAROT?')
    expect(shown.map(({ tone }) => tone)).toEqual(['working', 'error'])
  })

  it('what was stopped before it began says so', async () => {
    const { handle } = await openShipped()
    const shown = await replies(handle, 'search cats', { signal: AbortSignal.abort() })
    expect(shown.map(({ summary }) => summary)).toEqual(['Stopped.'])
  })

  it('the signal reaches the one who answers', async () => {
    const stopping = new AbortController()
    const { handle } = await openShipped({
      answer: async function* (_, { signal }) {
        yield { stage: 'reading', papers: 3 }
        stopping.abort()
        signal.throwIfAborted()
      },
    })
    const shown = await replies(handle, 'what is TAROT?', { signal: stopping.signal })
    expect(shown.map(({ summary }) => summary)).toEqual(['Reading 3 papers…', 'Stopped.'])
  })
})

describe('turns', () => {
  it('remember what was shown, in the order of the numbers', async () => {
    const { handle, services } = await openShipped()
    const found = await reply(handle, 'search optimal transport', 'thread')
    const [turn] = await services.store.turns.recent('thread', 5)
    expect(turn).toMatchObject({
      person: 'ada',
      line: 'search optimal transport',
      answer: plainText({ ...found, actions: [] }),
    })
    const [first] = await services.store.papers.get(turn?.papers.slice(0, 1) ?? [])
    expect(plainText(found)).toContain(`1. ${first?.title}`)
  })

  it('belong to the workspace they were asked in, if any', async () => {
    const { handle, services } = await openShipped()
    const asked = async (conversation: string, workspace?: string) => {
      const where = { platform: 'discord', conversation, ...(workspace !== undefined && { workspace }) }
      for await (const _ of handle({ who: { id: 'ada' }, where, line: 'search optimal transport' }));
      return (await services.store.turns.recent(conversation, 1))[0]?.workspace
    }
    expect(await asked('one', '10')).toEqual({ platform: 'discord', workspace: '10' })
    expect(await asked('two')).toBeUndefined()
  })

  it('are kept for papers and answers only', async () => {
    const { handle, services } = await openShipped()
    for (const line of ['help', 'status', 'search', 'hlep', 'sing me a song']) await reply(handle, line)
    expect(await services.store.turns.recent('here', 5)).toEqual([])
  })

  it('belong to one conversation', async () => {
    const { handle } = await openShipped()
    await reply(handle, 'search optimal transport', 'mine')
    expect((await reply(handle, 'show 1', 'yours')).summary).toBe(
      'There is no list in this conversation yet.',
    )
  })

  it('that cannot be written lose no answer', async () => {
    const { services, lines } = await openShipped()
    const turns = { ...services.store.turns, append: () => Promise.reject(new Error('disk gone')) }
    const handle = createHandle(commands, { ...services, store: { ...services.store, turns } })
    const shown = await replies(handle, 'search optimal transport')
    expect(shown).toHaveLength(1)
    expect(shown[0]?.tone).toBe('answer')
    expect(lines.filter(({ level }) => level === 'error')).toMatchObject([
      { message: 'A turn could not be remembered' },
    ])
  })
})
