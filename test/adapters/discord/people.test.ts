import { Client, GatewayIntentBits } from 'discord.js'
import { expect, it } from 'vitest'
import { bounded } from '../../../src/adapters/discord/connect.ts'

const people = 200_000

it('keeps a thousand people, however many write', async () => {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], makeCache: bounded })
  // How discord.js takes on whoever wrote a message.
  const add: unknown = Reflect.get(client.users, '_add')
  if (typeof add !== 'function') throw new Error('discord.js adds people in another way')
  for (let number = 0; number < people; number++)
    Reflect.apply(add, client.users, [{ id: `${10n ** 17n + BigInt(number)}`, username: `person ${number}` }])
  expect(client.users.cache.size).toBeLessThanOrEqual(1_000)
  expect(client.users.cache.has(`${10n ** 17n + BigInt(people - 1)}`)).toBe(true)
  await client.destroy()
})
