import { once } from 'node:events'
import { Client, Events, GatewayIntentBits, Partials } from 'discord.js'
import type { FakeDiscord } from './discord.ts'

const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits
/** What a bot needs that works by mentions and commands alone. */
export const modestIntents = [Guilds, GuildMessages, DirectMessages]

/** The real discord.js, connected to the fake. */
export async function connect(
  discord: Pick<FakeDiscord, 'url' | 'token'>,
  intents: readonly GatewayIntentBits[] = modestIntents,
) {
  const client = new Client({
    intents,
    partials: [Partials.Channel],
    rest: { api: discord.url, retries: 0 },
    allowedMentions: { parse: [], repliedUser: false },
  })
  const errors: Error[] = []
  client.on(Events.Error, (error) => void errors.push(error))
  const ready = once(client, Events.ClientReady)
  await client.login(discord.token)
  await ready
  return { client, errors }
}
