import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startAdapter } from '../adapters/discord/running.ts'
import { startFakeDiscord } from '../fakes/discord/discord.ts'
import { shardOf } from '../fakes/discord/gateway/session.ts'

const count = 16
/** A shard identifies itself five seconds after the one before, and waits fifteen for a server that is away. */
const longest = (count * 5 + 15 + 30) * 1_000

it('sixteen shards come up, each with a server that is away', { timeout: longest + 30_000 }, async () => {
  const discord = await startFakeDiscord()
  const covered = new Set([shardOf({ guild_id: discord.guild.id }, count)])
  discord.world.unavailable.add(discord.guild.id)
  while (covered.size < count) {
    const { id } = discord.addGuild('Away')
    discord.world.unavailable.add(id)
    covered.add(shardOf({ guild_id: id }, count))
    await sleep(1)
  }
  const started = performance.now()
  const running = await startAdapter(async function* () {}, {
    token: discord.token,
    apiUrl: discord.url,
    shards: { first: 0, last: count - 1, count },
  })
  expect(performance.now() - started).toBeLessThan(longest)
  expect(discord.gateway.counts.identifies).toBe(count)
  expect(running.adapter.isConnected()).toBe(true)
  expect(running.lines.filter(({ message }) => message.includes('trying again'))).toEqual([])
  await running.close()
  await discord.close()
})
