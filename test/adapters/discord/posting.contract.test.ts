import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { Handle } from '../../../src/platform/request.ts'
import * as build from '../../../src/replies/build.ts'
import { eventually, startAdapter } from './running.ts'

let running: Awaited<ReturnType<typeof startAdapter>>
afterEach(() => running.close())

async function begin(handle: Handle) {
  running = await startAdapter(handle)
  const { discord } = running
  return { ...running, general: discord.general, ada: discord.person('Ada') }
}

const say = (...lines: readonly string[]) =>
  build.reply({ summary: lines[0] ?? '', blocks: lines.map((line) => build.paragraph(line)) })
const cited = (...lines: readonly string[]) => ({
  ...say(),
  blocks: lines.map((line) => build.paragraph(line, build.cite(1, 'https://arxiv.org/abs/2402.17152'))),
})
const saying = (...lines: readonly string[]): Handle =>
  async function* () {
    yield say(...lines)
  }
const pages = Array.from({ length: 5 }, (_, page) => `Page ${page}: ${'word '.repeat(700)}`)

describe('An answer', () => {
  it('grows in one message, by at most one edit a second', async () => {
    const { ada, general, discord } = await begin(async function* () {
      for (let claims = 1; claims <= 16; claims++) {
        yield cited(...Array.from({ length: claims }, (_, index) => `Claim ${index}.`))
        await sleep(100)
      }
    })
    const deed = ada.slash(general, 'paper ask', { question: 'what?' })
    await eventually(() => expect(deed.messages()[0]?.text).toContain('Claim 15.'))
    const edits = discord.calls.filter(({ method }) => method === 'PATCH').length
    expect(edits).toBeGreaterThan(1)
    expect(edits).toBeLessThanOrEqual(3)
    expect(deed.respondedAfter()).toBeLessThan(3000)
    expect(deed.messages()).toHaveLength(1)
  })

  it('is shown as being typed until there is a sentence to read', async () => {
    const { ada, general, discord, mention } = await begin(async function* () {
      yield say('Reading 76 papers…')
      await sleep(600)
      yield cited('Claim 1.')
      await sleep(1_200)
      yield say('All of it.')
    })
    ada.say(general, mention('search a'))
    await eventually(() => expect(discord.answers(general)[0]?.text).toBe('All of it.'))
    const typed = discord.calls.filter(({ path }) => path.endsWith('/typing'))
    expect(typed).toHaveLength(1)
    const sent = discord.calls.find(({ method, path }) => method === 'POST' && path.endsWith('/messages'))
    expect(JSON.stringify(sent?.body)).toContain('Claim 1.')
  })

  it('of a command waits for its first sentence as the platform shows it', async () => {
    const { ada, general } = await begin(async function* () {
      yield say('Reading 76 papers…')
      await sleep(1_500)
      yield say('All of it.')
    })
    const deed = ada.slash(general, 'paper ask', { question: 'what?' })
    await eventually(() => expect(deed.messages()).toMatchObject([{ loading: true }]))
    await sleep(700)
    expect(deed.messages()).toMatchObject([{ loading: true }])
    await eventually(() => expect(deed.messages()[0]?.text).toContain('All of it.'))
  })

  it('that is long is one message whose pages are turned in place, by the person who asked', async () => {
    const { ada, general } = await begin(saying(...pages))
    const deed = ada.slash(general, 'paper ask', { question: 'what?' })
    const message = await eventually(() => {
      const [first] = deed.messages()
      if (!first?.text.includes('Page 0')) throw new Error('There is no answer.')
      return first
    })
    expect(deed.messages()).toHaveLength(1)
    for (const page of [1, 2, 1]) {
      const label = page === 1 && deed.messages()[0]?.text.includes('Page 2') ? '◀ Back' : 'Next ▶'
      ada.press(deed.messages()[0] ?? message, label)
      await eventually(() => expect(deed.messages()[0]?.text).toContain(`Page ${page}`))
    }
    expect(deed.messages()).toHaveLength(1)
  })

  it('that is long shows others its other pages alone, and stays as it is', async () => {
    const { ada, general, discord } = await begin(saying(...pages))
    const bob = discord.person('Bob')
    const deed = ada.slash(general, 'paper ask', { question: 'what?' })
    const [message] = await eventually(() => {
      expect(deed.messages()[0]?.text).toContain('Page 0')
      return deed.messages()
    })
    if (!message) throw new Error('There is no answer.')
    const turned = bob.press(message, 'Next ▶')
    await eventually(() => expect(turned.messages()[0]?.text).toContain('Page 1'))
    expect(turned.messages()[0]?.ephemeral).toBe(true)
    expect(deed.messages()[0]?.text).toContain('Page 0')
    const [own] = turned.messages()
    if (own) bob.press(own, 'Next ▶')
    await eventually(() => expect(turned.messages()[0]?.text).toContain('Page 2'))
  })

  it('that is long has its pages also after a restart', async () => {
    const { ada, general, discord, adapter } = await begin(saying(...pages))
    const deed = ada.slash(general, 'paper search', { words: 'pages' })
    await eventually(() => expect(deed.messages()[0]?.text).toContain('Page 0'))
    await adapter.stop()
    const next = await startAdapter(saying(...pages), { token: discord.token, apiUrl: discord.url })
    const [message] = deed.messages()
    if (message) ada.press(message, 'Next ▶')
    await eventually(() => expect(deed.messages()[0]?.text).toContain('Page 1'))
    expect(next.asked).toMatchObject([{ line: '/search pages', unasked: true }])
    await next.close()
  })

  it('in private does not become public when it takes longer than the token lives', async () => {
    const { ada, general, discord } = await begin(async function* () {
      discord.world.advance(16 * 60_000)
      yield say('A secret.')
    })
    ada.slash(general, 'paper ask', { question: 'what?', private: true })
    const dm = discord.dm(ada)
    await eventually(() => expect(discord.answers(dm)[0]?.text).toContain('A secret.'))
    expect(discord.see(general).filter(({ text }) => text.includes('secret'))).toEqual([])
  })

  it('comes by direct message, with the reason, where Paperboy may not write', async () => {
    const { ada, general, discord, mention } = await begin(saying('The answer.'))
    discord.faults.add(new RegExp(`^POST /channels/${general.id}/`), { status: 403, code: 50013 })
    ada.say(general, mention('what?'))
    const dm = discord.dm(ada)
    await eventually(() => expect(discord.answers(dm)).toHaveLength(1))
    ada.say(general, mention('what else?'))
    await eventually(() => expect(discord.answers(dm)).toHaveLength(2))
    expect(discord.answers(dm)[1]?.text).toContain('I may not write where you asked')
    expect(discord.refusals()).toHaveLength(1)
  })

  it.each(['GUILD_ROLE_UPDATE', 'GUILD_MEMBER_UPDATE'] as const)(
    'comes where it was asked again once a role lets Paperboy write there: %s',
    async (name) => {
      const { ada, general, discord, mention } = await begin(saying('The answer.'))
      discord.faults.add(
        new RegExp(`^POST /channels/${general.id}/messages`),
        { status: 403, code: 50013 },
        1,
      )
      ada.say(general, mention('what?'))
      await eventually(() => expect(discord.answers(discord.dm(ada))).toHaveLength(1))
      discord.tellOfRole(name)
      ada.say(general, mention('what else?'))
      await eventually(() => expect(discord.answers(general)).toHaveLength(1))
    },
  )

  it('is finished once it is delivered', async () => {
    const { ada, general, mention, jobs, discord } = await begin(saying('The answer.'))
    ada.say(general, mention('what?'))
    await eventually(() => expect(discord.answers(general)).toHaveLength(1))
    await eventually(async () => expect(await jobs.unfinished('questions:discord')).toEqual([]))
  })
})

it('An answer that may not be a reply is a message in the same channel', async () => {
  const { ada, general, discord, mention } = await begin(saying('An answer.'))
  discord.faults.add(/^POST \/channels\/\d+\/messages$/, { status: 403, code: 160002 }, 1)
  const { message } = ada.say(general, mention('what?'))
  await eventually(() => expect(discord.answers(general)).toHaveLength(1))
  expect(message.channelId).toBe(general.id)
  const sent = discord.calls.filter(({ method, path }) =>
    /^POST \/channels\/\d+\/messages$/.test(`${method} ${path}`),
  )
  expect(sent).toHaveLength(2)
  // The channel is not closed: the next answer is a reply again.
  ada.say(general, mention('and?'))
  await eventually(() => expect(discord.answers(general)).toHaveLength(2))
})
