import { type Client, Events, GatewayIntentBits } from 'discord.js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { connect, modestIntents } from './client.ts'
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from './discord.ts'

let discord: FakeDiscord
let client: Client | undefined
afterEach(async () => {
  await client?.destroy()
  await discord.close()
})

/** A connected discord.js and the texts of the messages it hears from people. */
async function listen(options: FakeDiscordOptions = {}, intents = modestIntents) {
  discord = await startFakeDiscord(options)
  const connected = await connect(discord, intents)
  client = connected.client
  const heard: string[] = []
  client.on(Events.MessageCreate, (message) => {
    if (!message.author.bot) heard.push(message.content)
  })
  const ada = discord.person('Ada')
  const mention = (words: string) => `<@${discord.world.bot.id}> ${words}`
  return { heard, ada, mention, dm: discord.dm(ada) }
}

const hears = (heard: readonly string[], ...texts: readonly string[]) =>
  vi.waitFor(() => expect(heard).toEqual(texts), { timeout: 10_000 })

describe('the fake gateway', () => {
  it('empties what people write unless they name the bot, talk to it alone, or the intent is granted', async () => {
    const { heard, ada, mention, dm } = await listen()
    ada.say(discord.general, 'among ourselves')
    ada.say(discord.general, mention('hello'))
    ada.say(dm, 'in private')
    await hears(heard, '', mention('hello'), 'in private')
  })

  it('lets a bot with the message content intent read everything', async () => {
    const { heard, ada } = await listen({ messageContent: true }, [
      ...modestIntents,
      GatewayIntentBits.MessageContent,
    ])
    ada.say(discord.general, 'among ourselves')
    await hears(heard, 'among ourselves')
  })

  it('counts a reply as naming whom it replies to, unless the ping is switched off', async () => {
    const { heard, ada } = await listen()
    const channel = await client?.channels.fetch(discord.general.id)
    if (channel?.isSendable()) await channel.send('an answer')
    const [answer] = discord.answers(discord.general)
    if (!answer) throw new Error('There is no answer to reply to.')
    ada.say(discord.general, 'and then?', { to: answer })
    ada.say(discord.general, 'quietly', { to: answer, ping: false })
    await hears(heard, 'and then?', '')
  })

  it.each([
    ['asks to reconnect', () => discord.gateway.requestReconnect()],
    ['drops the connection', () => discord.gateway.drop()],
    ['stops answering', () => discord.gateway.becomeZombie()],
    ['says that the session may be resumed', () => discord.gateway.invalidateSession(true)],
  ])('%s, and nothing that is said meanwhile is lost', async (_, disturb) => {
    const { heard, ada, mention } = await listen({ heartbeatMs: 300 })
    disturb()
    ada.say(discord.general, mention('meanwhile'))
    await hears(heard, mention('meanwhile'))
    await vi.waitFor(() => expect(discord.gateway.counts).toMatchObject({ identifies: 1, resumes: 1 }), 5000)
  })

  it('ends a session for good: what is said before the next one is lost', async () => {
    const { heard, ada, mention } = await listen()
    discord.gateway.invalidateSession(false)
    ada.say(discord.general, mention('lost'))
    await vi.waitFor(() => expect(discord.gateway.counts.identifies).toBe(2), { timeout: 10_000 })
    ada.say(discord.general, mention('found'))
    await hears(heard, mention('found'))
  })

  it('turns away a wrong token, and intents that do not exist or are not granted', async () => {
    discord = await startFakeDiscord()
    await expect(connect({ ...discord, token: 'MTA.wrong.token' })).rejects.toThrow('invalid token')
    await expect(connect(discord, [...modestIntents, GatewayIntentBits.MessageContent])).rejects.toThrow(
      'Used disallowed intents',
    )
    await expect(connect(discord, [...modestIntents, 1 << 30])).rejects.toThrow('Used invalid intents')
    expect(discord.gateway.counts.identifies).toBe(0)
  })
})
