import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { manners } from '../../../src/adapters/discord/limits.ts'
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
const saying = (...lines: readonly string[]): Handle =>
  async function* () {
    yield say(...lines)
  }
const pages = Array.from({ length: 5 }, (_, page) => `Page ${page}: ${'word '.repeat(700)}`)
const followUps = /^POST \/webhooks\//

describe('An answer', () => {
  it('grows in one message, by at most one edit a second', async () => {
    const { ada, general, discord } = await begin(async function* () {
      for (let claims = 1; claims <= 16; claims++) {
        yield say(...Array.from({ length: claims }, (_, index) => `Claim ${index}.`))
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

  it('that is long comes as a few messages, and the rest behind a button', async () => {
    const { ada, general } = await begin(saying(...pages))
    const deed = ada.slash(general, 'paper ask', { question: 'what?' })
    await eventually(() => expect(deed.messages()).toHaveLength(manners.messagesAtOnce))
    const last = await eventually(() => {
      const message = deed.messages().at(-1)
      if (!message?.buttons.some(({ label }) => label === 'More')) throw new Error('There is no button.')
      return message
    })
    const rest = ada.press(last, 'More')
    await eventually(() => expect(rest.messages()).toHaveLength(2))
    const read = [...deed.messages(), ...rest.messages()].map(({ text }) => text.slice(0, 6))
    expect(read).toEqual(['Page 0', 'Page 1', 'Page 2', 'Page 3', 'Page 4'])
  })

  it('shows no page twice when it is unknown whether one arrived: the page before offers the rest', async () => {
    const { ada, general, discord } = await begin(saying(...pages))
    discord.faults.add(followUps, { cut: 'after' }, 1)
    const deed = ada.slash(general, 'paper ask', { question: 'what?' })
    await eventually(() => expect(deed.messages()[0]?.buttons.map(({ label }) => label)).toEqual(['More']))
    expect(discord.calls.filter(({ method, path }) => followUps.test(`${method} ${path}`))).toHaveLength(1)
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
