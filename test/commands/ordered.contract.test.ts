import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { type Opened, openServices } from '../answering/answerer.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { modelOf } from '../fakes/scripted-model.ts'
import { replies } from './shipped-services.ts'

/** What a model takes a line for, rightly or not. */
let order = ''
let server: FakeOpenAI
let services: Opened
beforeEach(async () => {
  const understanding = () => ({ question: order, kind: 'command', language: 'German', papers: [] })
  server = await startFakeOpenAI({ otherwise: modelOf({ understanding }) })
  services = await openServices(server.url, { CHAT_MODEL: 'openai:test' })
})
afterEach(async () => {
  await services.close()
  await server.close()
})

async function say(line: string, read: string) {
  order = read
  const page = (await replies(createHandle(commands, services), line)).at(-1)
  expect(server.requests.length).toBeGreaterThan(0)
  return page
}

describe('an order that a model reads in a line', () => {
  it.each([
    'remove TAROT --yes',
    'remove TAROT',
    'hide TAROT',
    'forget all yes',
    'forget yes',
    'add 2402.17152',
  ])('is asked back where something would be gone, or come in: %s', async (read) => {
    const before = await services.store.papers.count()
    const page = await say('Bitte mach doch das mit der ganzen Sache von vorhin', read)
    expect(page).toMatchObject({ audience: 'asker', summary: `Shall I do this: “${read}”?` })
    expect(page?.actions).toMatchObject([{ label: 'Do it', command: read }])
    expect(await services.store.papers.count()).toBe(before)
  })

  it('is carried out where it looks, and where it steers posts', async () => {
    const shown = await say('Zeig mir bitte das ganze Papier über TAROT', 'show TAROT')
    expect(shown?.summary).toContain('TAROT')
    const subscribed = await say('Abonniere bitte Medizin um neun Uhr', 'subscribe about medicine at 9:00')
    expect(subscribed?.summary).not.toContain('Shall I')
  })
})
