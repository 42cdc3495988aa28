import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { plainText } from '../../src/replies/plain.ts'
import { openStore } from '../../src/store/open.ts'
import { readPlace } from '../../src/store/place-settings.ts'
import { openServices } from '../answering/answerer.ts'
import { reply } from './shipped-services.ts'

const subjects = [
  'owls',
  'glaciers',
  'violins',
  'tomatoes',
  'tunnels',
  'dialects',
  'ferries',
  'beehives',
  'kites',
  'deserts',
  'clocks',
  'harbours',
]
/** Twelve papers that nothing here was made for. */
const others = subjects.map((subject, index) =>
  makePaper({
    title: `${subject.slice(0, 3).toUpperCase()}Net${index}: Counting ${subject} with few sensors`,
    abstract: `Counting ${subject} by hand is slow. We propose ${subject.slice(0, 3).toUpperCase()}Net${index}, which counts ${subject} with ${index + 2} sensors. It errs by ${index + 1}%.`,
    source: 'test',
    date: '2026-02-03',
  }),
)

/** The real services over what ships, or over these papers alone. */
async function open(papers: readonly Paper[]) {
  const settings: Record<string, string> = {}
  if (papers.length > 0) {
    settings.DATABASE_URL = `sqlite:${join(mkdtempSync(join(tmpdir(), 'paperboy-')), 'papers.sqlite')}`
    const store = await openStore(settings.DATABASE_URL)
    await store.papers.put(papers)
    await store.close()
  }
  const services = await openServices(undefined, settings)
  return { services, handle: createHandle(commands, services) }
}

describe('the first word of Paperboy', () => {
  it.each(['hi', 'hello there!', '', 'paperboy'])('to “%s” is short, and asks for nothing', async (line) => {
    const { services, handle } = await open([])
    const page = await reply(handle, line)
    expect(
      plainText({ ...page, actions: [] })
        .trim()
        .split('\n').length,
    ).toBeLessThanOrEqual(12)
    expect(page.actions).toHaveLength(6)
    expect(page.summary).toContain('76 papers')
    await services.close()
  })

  it('to a place that it came to is remembered there for ever', async () => {
    const { services, handle } = await open([])
    const posts = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const
    const where = { platform: 'slack', conversation: 'c', posts } as const
    for await (const page of handle({ who: { id: 'ada' }, where, line: '', introduced: true })) void page
    expect(await readPlace(services.store.facts, posts)).toEqual({ welcomed: true })
    await services.close()
  })

  it('stands at home before anything is asked, and what only its operator needs does not', async () => {
    const { services, handle } = await open([])
    const at = (line: string, id: string) =>
      handle({
        who: { id },
        where: { platform: 'slack', conversation: 'home' },
        line,
        unasked: true,
      })
    const pages = async (line: string, id: string) => (await Array.fromAsync(at(line, id))).map(plainText)
    expect((await pages('welcome', 'ada')).join('\n')).toContain('Ask me in a direct message')
    expect(await pages('status', 'ada')).toEqual([])
    await services.close()
  })

  it.each([
    ['what ships', []],
    ['twelve other papers', others],
  ] as const)('has examples that are answered: %s', async (_, papers) => {
    const { services, handle } = await open(papers)
    const examples = await services.examples()
    expect(examples.length).toBeGreaterThanOrEqual(2)
    const page = await reply(handle, 'hi')
    for (const example of examples.slice(0, 2)) expect(plainText(page)).toContain(example)
    const titles = new Set(papers.map(({ title }) => title))
    for (const example of examples) {
      const answer = await reply(handle, example)
      const { kind, claims } = Object(answer.data)
      expect(kind ?? 'listed', example).toMatch(/^(?:answered|listed)$/)
      const cited = (claims ?? []).flatMap((claim: { cites: { title: string }[] }) =>
        claim.cites.map(({ title }) => title),
      )
      if (papers.length > 0) for (const title of cited) expect(titles.has(title), title).toBe(true)
    }
    await services.close()
  })
})
