import { Client, GatewayIntentBits } from 'discord.js'
import { expect, it } from 'vitest'
import { bounded } from '../../../src/adapters/discord/connect.ts'
import { collectGarbage } from '../../bench/collect-garbage.ts'

const people = 200_000
/** Without a bound, 150,000 people more take 45 MB. */
const flat = 5

it('keeps a thousand people, however many write, and memory as it is', { timeout: 60_000 }, async () => {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], makeCache: bounded })
  // How discord.js takes on the author of a message.
  const add: unknown = Reflect.get(client.users, '_add')
  if (typeof add !== 'function') throw new Error('discord.js adds people in another way')
  const megabytes: number[] = []
  for (let number = 0; number < people; number++) {
    Reflect.apply(add, client.users, [{ id: `${10n ** 17n + BigInt(number)}`, username: `person ${number}` }])
    if ((number + 1) % (people / 4) !== 0) continue
    collectGarbage()
    megabytes.push(process.memoryUsage().heapUsed / 1e6)
  }
  const [first = 0, , , last = 0] = megabytes
  process.stdout.write(
    `heap after each ${people / 4} people: ${megabytes.map((one) => one.toFixed(1)).join(', ')} MB\n`,
  )
  expect(last - first).toBeLessThan(flat)
  expect(client.users.cache.size).toBeLessThanOrEqual(1_000)
  expect(client.users.cache.has(`${10n ** 17n + BigInt(people - 1)}`)).toBe(true)
  await client.destroy()
})
