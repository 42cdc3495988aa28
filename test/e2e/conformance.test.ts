import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { readConfig } from '../../src/config.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { createServices } from '../../src/services.ts'
import { type Page, page, type Talk } from './conformance/talk.ts'
import { talkInDiscord } from './conformance/talk-in-discord.ts'
import { talkInSlack } from './conformance/talk-in-slack.ts'
import { talkInTerminal } from './conformance/talk-in-terminal.ts'
import { freshFolder } from './paperboy.ts'

const conversation = [
  'which papers are about click-through rate prediction?',
  'show 1',
  'How does TAROT select data?',
  'evidence',
  'similar 1',
  'search feature interaction',
  'By how much does OptInter reduce parameters?',
  'What is the capital of Mongolia?',
  'shwo 1',
]

/** What the core says, before any platform draws it. */
type Said = { claims: readonly string[]; page: Page }

const Data = z.object({ claims: z.array(z.object({ text: z.string() })) })

describe('the same conversation', () => {
  let said: readonly Said[]
  beforeAll(async () => {
    said = await askTheCore(conversation)
  })

  it('makes claims and names sources', () => {
    expect(said.flatMap(({ claims }) => claims).length).toBeGreaterThan(3)
    expect(said.flatMap(({ page: { links } }) => links).length).toBeGreaterThan(5)
  })

  it.each<[string, Talk]>([
    ['the terminal', talkInTerminal],
    ['Slack', talkInSlack],
    ['Discord', talkInDiscord],
  ])(
    'has the same claims, sources and actions in %s',
    async (_, talk) => {
      const pages = await talk(conversation)
      expect(pages).toHaveLength(said.length)
      for (const [index, { claims, page: expected }] of said.entries()) {
        const line = conversation[index]
        for (const claim of claims) expect(pages[index]?.words, line).toContain(claim.replace(/\s+/g, ' '))
        expect(pages[index]?.links, line).toEqual(expected.links)
        expect(pages[index]?.actions, line).toEqual(expected.actions)
      }
    },
    90_000,
  )
})

async function askTheCore(lines: readonly string[]): Promise<readonly Said[]> {
  const config = readConfig({
    DATABASE_URL: `sqlite:${join(freshFolder(), 'paperboy.sqlite')}`,
    EMBEDDING_MODEL: 'off',
  })
  const services = await createServices(config)
  try {
    const handle = createHandle(commands, services)
    const said: Said[] = []
    for (const line of lines) {
      let last: Reply | undefined
      const where = { platform: 'terminal' as const, conversation: 'conformance' }
      for await (const reply of handle({ who: { id: 'ada' }, where, line })) last = reply
      if (!last) throw new Error(`Nothing was said to ${line}.`)
      said.push(whatIsSaid(last))
    }
    return said
  } finally {
    await services.close()
  }
}

function whatIsSaid(reply: Reply): Said {
  const { actions = [], blocks, data } = reply
  const urls = JSON.stringify(blocks).match(/(?<="url":")[^"]+/g) ?? []
  const opened = actions.flatMap((action) => (action.kind === 'open' ? [action.url] : []))
  const run = actions.flatMap((action) => (action.kind === 'run' ? [action.command] : []))
  return {
    claims: Data.safeParse(data).data?.claims.map(({ text }) => text) ?? [],
    page: page('', [...urls, ...opened], run),
  }
}
