import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createDescribe } from '../../src/commands/describe.ts'
import type { Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Block, Prose, Reply } from '../../src/replies/reply.ts'
import { withoutHints } from '../../src/replies/spell.ts'
import { openShipped } from './shipped-services.ts'

const describeLine = createDescribe(commands)
const posts = { platform: 'slack', workspace: 'T1', kind: 'direct', person: 'ada' } as const
const inChannel = { ...posts, kind: 'channel', channel: 'C1' } as const
const named = commands.filter(({ hidden }) => !hidden)

/** Lines whose pages tell what to type: help, what is missing, what is not understood, what may not be, what was set up. */
const lines = [
  ...named.map(({ name }) => `help ${name}`),
  ...commands.map(({ name }) => `/${name}`),
  'hi',
  'subscribe about graphs at 9:00',
  'subscribe about graphs at 25:99',
  'subscribe wobbling at 9:00',
  'subscribe at 9:00 in IST',
  'subscribe about graphs to ada@',
  'subscribe edit zzzz',
  'pause until the cows come home',
  'pause zzzz',
  'follow Lovelace',
  '/unfollow Ada Lovelace',
  '/unwatch is it fast?',
  'unsubscribe zzzz',
  'settings nonsense',
  'forget all',
  'show zzgrqx',
  'cite zzgrqx',
  'trending fortnight',
  'today 2025-02-31',
  'summarize zzgrqx',
  'search zzgrqx',
  'what is the meaning of zzgrqx?',
  'how many papers do you have?',
  'how do I add a paper?',
  'how can I get a daily post?',
  'how do I get rid of you?',
  'what do you store about me?',
]

/** A reader's own words belong in the place of these. */
const form = /[<[]/

const bodiesOf = (block: Block): readonly Prose[] => {
  switch (block.kind) {
    case 'paragraph':
    case 'quote':
    case 'note':
      return [block.body]
    case 'list':
      return block.items
    case 'facts':
      return block.rows.map(({ value }) => value)
    default:
      return []
  }
}

describe('what Paperboy tells people to type', () => {
  const pages = new Map<string, Reply>()
  let close = () => Promise.resolve()

  beforeAll(async () => {
    const { handle, services } = await openShipped({ feedsAt: 'https://papers.example.org' })
    close = () => services.store.close()
    const say = async (place: Request['where']['posts'], line: string) => {
      const where = { platform: 'slack', workspace: 'T1', conversation: 'c', ...(place && { posts: place }) }
      const mayManage = async () => false
      let last: Reply | undefined
      for await (const page of handle({ who: { id: 'ada' }, where, line, mayManage })) last = page
      if (last) pages.set(`${place?.kind ?? 'nowhere'}: ${line}`, last)
    }
    for (const line of lines) {
      await say(posts, line)
      await say(inChannel, line)
      await say(undefined, line)
    }
  }, 120_000)
  afterAll(() => close())

  const inlines = () =>
    [...pages].flatMap(([from, { blocks }]) =>
      blocks.flatMap(bodiesOf).flatMap((body) => body.map((inline) => ({ from, inline }))),
    )

  it('is read as what it is', () => {
    const hints = new Map(
      inlines().flatMap(({ from, inline }) =>
        inline.kind === 'hint' && !form.test(inline.line) ? [[inline.line, from] as const] : [],
      ),
    )
    const misread = [...hints].filter(([line]) => {
      const { route, command } = describeLine(line)
      const [first] = line.replace(/^\//, '').split(' ')
      const isCommand = commands.some(({ name }) => name === first)
      return route.kind !== 'run' || (isCommand && command !== first)
    })
    expect(misread).toEqual([])
    process.stdout.write(`${hints.size} hints of ${pages.size} pages read\n`)
    expect(hints.size).toBeGreaterThan(70)
  })

  it('is always marked as such, so that each platform spells it for its place', () => {
    const names = named.map(({ name }) => name).join('|')
    const told = new RegExp(`\\b(?:[Tt]ype|[Tt]ry|[Ss]ay|like|[Ff]or example:?)\\s+[“"]?(?:${names})\\b`)
    const plain = inlines().filter(({ inline }) => inline.kind === 'text' && told.test(inline.text))
    expect(plain).toEqual([])
  })

  it('is left out for those who type nothing', () => {
    const page = pages.get('direct: search zzgrqx') ?? expect.fail('No page')
    const left = withoutHints(page)
    expect(left.blocks.flatMap(bodiesOf).flat()).not.toContainEqual(expect.objectContaining({ kind: 'hint' }))
    expect(plainText({ ...left, actions: [] })).toContain('zzgrqx')
  })
})
