import {
  type APIEmbed,
  type Client,
  DiscordAPIError,
  type MessageCreateOptions,
  MessageFlags,
  Routes,
} from 'discord.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from './client.ts'
import { type FakeDiscord, startFakeDiscord } from './discord.ts'
import type { Channel } from './world.ts'

let discord: FakeDiscord
let client: Client
beforeAll(async () => {
  discord = await startFakeDiscord()
  client = (await connect(discord)).client
})
afterAll(async () => {
  await client.destroy()
  await discord.close()
})

/** A channel of its own for each test, so that no rate limit is shared. */
const freshChannel = () => discord.addChannel('papers')

async function send(channel: Channel, body: MessageCreateOptions) {
  const found = await client.channels.fetch(channel.id)
  if (!found?.isSendable()) throw new Error('The channel is not for messages.')
  return found.send(body)
}

async function refused(deed: Promise<unknown>): Promise<DiscordAPIError> {
  const error = await deed.then(() => undefined).catch((reason: unknown) => reason)
  if (error instanceof DiscordAPIError) return error
  throw new Error(`It was not refused: ${error}`)
}

const v2 = (...components: NonNullable<MessageCreateOptions['components']>) => ({
  flags: MessageFlags.IsComponentsV2 as const,
  components,
})
const textDisplay = (content: string) => ({ type: 10, content })
const button = (custom_id: string, label = 'Press') => ({ type: 2, style: 2, custom_id, label })
const row = (...components: object[]) => ({ type: 1, components })

describe('messages in channels', () => {
  it('are seen, changed and taken away', async () => {
    const channel = freshChannel()
    const message = await send(channel, { content: '**first**' })
    expect(discord.see(channel)).toMatchObject([{ text: 'first', marks: [{ kind: 'bold' }] }])
    await message.edit({ content: 'second' })
    expect(discord.see(channel).map(({ text }) => text)).toEqual(['second'])
    await message.delete()
    expect(discord.see(channel)).toEqual([])
  })

  const embed = (part: APIEmbed): MessageCreateOptions => ({ embeds: [part] })
  it.each<[string, MessageCreateOptions, string]>([
    ['content over 2,000', { content: 'x'.repeat(2001) }, 'content'],
    ['an embed title over 256', embed({ title: 'x'.repeat(257) }), 'embeds.0.title'],
    ['an empty field value', embed({ fields: [{ name: 'n', value: ' ' }] }), 'embeds.0.fields.0.value'],
    [
      'embeds over 6,000 together',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
      'embeds',
    ],
    [
      'a custom id over 100',
      { content: 'x', components: [row(button('i'.repeat(101)))] },
      'components.0.components',
    ],
    ['the same custom id twice', { content: 'x', components: [row(button('i'), button('i'))] }, 'components'],
    [
      'six rows',
      { content: 'x', components: Array.from({ length: 6 }, (_, index) => row(button(`${index}`))) },
      'components',
    ],
    ['Components V2 without their flag', { components: [textDisplay('x')] }, 'components.0.type'],
    ['content beside Components V2', { ...v2(textDisplay('x')), content: 'x' }, 'content'],
    ['an empty text display', v2(textDisplay(' ')), 'components.0.content'],
    [
      'over 40 components',
      v2(...Array.from({ length: 14 }, (_, index) => row(button(`${index}a`), button(`${index}b`)))),
      'components',
    ],
    [
      'over 4,000 characters in Components V2',
      v2(textDisplay('x'.repeat(2000)), textDisplay('x'.repeat(2001))),
      'components',
    ],
    ['a nonce over 25', { content: 'x', nonce: 'n'.repeat(26) }, 'nonce'],
    [
      'an unknown message replied to',
      { content: 'x', reply: { messageReference: '1' } },
      'message_reference',
    ],
  ])('are refused with %s, and the path says where', async (_, body, path) => {
    const error = await refused(send(freshChannel(), body))
    expect(error).toMatchObject({ code: 50035, status: 400 })
    let place: unknown = error.rawError
    for (const step of ['errors', ...path.split('.')])
      place =
        typeof place === 'object' && place !== null
          ? Object.entries(place).find(([key]) => key === step)?.[1]
          : undefined
    expect(place, JSON.stringify(error.rawError)).toBeDefined()
  })

  it('are refused when there is nothing to see', async () => {
    expect(await refused(send(freshChannel(), { content: ' ' }))).toMatchObject({ code: 50006 })
  })

  it('are not posted twice with one nonce', async () => {
    const channel = freshChannel()
    const body = { content: 'once', nonce: 'digest-1', enforceNonce: true }
    const first = await send(channel, body)
    expect((await send(channel, body)).id).toBe(first.id)
    expect(discord.see(channel)).toHaveLength(1)
  })

  it('are not posted twice when the answer to the first was lost', async () => {
    const channel = freshChannel()
    discord.faults.add(/POST .*\/messages/, { cut: 'after' }, 1)
    const body = { content: 'once', nonce: 'digest-2', enforceNonce: true }
    await expect(send(channel, body)).rejects.toThrow()
    await send(channel, body)
    expect(discord.see(channel)).toHaveLength(1)
  })

  it('wait for the limit of their channel', async () => {
    const channel = freshChannel()
    const started = performance.now()
    for (let index = 0; index < 6; index++) await send(channel, { content: `${index}` })
    expect(performance.now() - started).toBeGreaterThan(3000)
    expect(discord.see(channel)).toHaveLength(6)
    expect(discord.refusals().filter(({ status }) => status === 429)).toEqual([])
  })

  it('cannot be written where the bot may not', async () => {
    const channel = freshChannel()
    channel.permissions &= ~(1n << 11n)
    expect(await refused(send(channel, { content: 'x' }))).toMatchObject({ status: 403, code: 50013 })
    channel.permissions = 0n
    expect(await refused(send(channel, { content: 'x' }))).toMatchObject({ status: 403, code: 50001 })
  })

  it('open one thread each', async () => {
    const channel = freshChannel()
    const message = await send(channel, { content: 'long talk' })
    const thread = await message.startThread({ name: 'On papers' })
    expect(thread.id).toBe(message.id)
    await thread.send({ content: 'inside' })
    expect(await refused(message.startThread({ name: 'Again' }))).toMatchObject({ code: 160004 })
    const inside = await thread.send('x')
    const nested = client.rest.post(Routes.threads(thread.id, inside.id), { body: { name: 'Nested' } })
    expect(await refused(nested)).toMatchObject({ code: 50024 })
  })

  it('reach people alone, unless they do not want them', async () => {
    const ada = discord.person('Ada')
    const dm = discord.dm(ada)
    await send(dm, { content: 'in private' })
    expect(discord.see(dm)).toMatchObject([{ text: 'in private' }])
    ada.user.refusesDms = true
    expect(await refused(send(dm, { content: 'x' }))).toMatchObject({ status: 403, code: 50007 })
  })

  it('ping nobody unless allowed to', async () => {
    const channel = freshChannel()
    const ada = discord.person('Ada')
    const { message } = ada.say(channel, `<@${discord.world.bot.id}> hello`)
    const text = `@everyone <@${ada.user.id}>`
    await send(channel, { content: text, reply: { messageReference: message.id } })
    expect(discord.pings()).toEqual([])
    await send(channel, { content: text, allowedMentions: { parse: ['users'] } })
    expect(discord.pings()).toMatchObject([{ kind: 'user', target: ada.user.id }])
  })
})
