import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { subscriptionOf } from '../../contracts/store-posts.ts'
import { eventually, startAdapter } from './running.ts'

let running: Awaited<ReturnType<typeof startAdapter>>
beforeEach(async () => {
  running = await startAdapter(async function* () {})
})
afterEach(() => running.close())

/** A server in which somebody has a daily post. */
async function addServer(name: string) {
  const { id: workspace, general } = running.discord.addGuild(name)
  const to = { platform: 'discord', workspace, kind: 'channel', channel: general.id } as const
  await running.store.subscriptions.put(subscriptionOf(name, 1, { to }))
  return { id: workspace, name }
}
type Server = Awaited<ReturnType<typeof addServer>>
const isLeft = async ({ id }: Server) =>
  (await running.store.leaving.known('discord')).find(({ workspace }) => workspace === id)?.isLeft
const isPaused = async ({ name }: Server) =>
  (await running.store.subscriptions.get(name))?.paused !== undefined
const listings = () => running.discord.calls.filter(({ path }) => path.startsWith('/users/@me/guilds'))

describe('A server that removes Paperboy', () => {
  it('is known to have, and its posts stop; one that is only out of reach is not', async () => {
    const [gone, away] = [await addServer('Astronomers'), await addServer('Botanists')]
    running.discord.removeGuild(away, { outage: true })
    running.discord.removeGuild(gone)
    await eventually(async () => expect(await isPaused(gone)).toBe(true))
    expect(await isLeft(gone)).toBe(true)
    expect(await isPaused(away)).toBe(false)
    expect(await isLeft(away)).toBe(false)
    const links = running.lines.filter((line) => JSON.stringify(line).includes('oauth2/authorize'))
    // At the start, and for each of the two.
    expect(links).toHaveLength(3)
  })

  it('is found out at the next start, where it did so meanwhile; so is one that is there again', async () => {
    const [gone, back, away] = [
      await addServer('Astronomers'),
      await addServer('Botanists'),
      await addServer('Chemists'),
    ]
    running.discord.removeGuild(back)
    await eventually(async () => expect(await isLeft(back)).toBe(true))
    running.discord.world.unavailable.add(away.id)
    await running.restart(() => {
      running.discord.world.guilds.delete(gone.id)
      running.discord.world.guilds.set(back.id, back)
    })
    await eventually(async () => expect(await isPaused(gone)).toBe(true))
    await eventually(async () => expect(await isLeft(back)).toBe(false))
    expect(await isPaused(away)).toBe(false)
    expect(await isLeft(away)).toBe(false)
    expect(running.discord.refusals()).toEqual([])
  }, 60_000)

  it('is not one that one of Discord’s lists leaves out for a while', async () => {
    const [kept, gone] = [await addServer('Astronomers'), await addServer('Botanists')]
    running.discord.world.unlisted.add(kept.id)
    await running.restart(() => running.discord.world.guilds.delete(gone.id))
    await eventually(async () => expect(await isLeft(gone)).toBe(true))
    expect(await isLeft(kept)).toBe(false)
    expect(await isPaused(kept)).toBe(false)
  }, 60_000)

  it('is not looked for where every known one is there', async () => {
    await addServer('Astronomers')
    await running.restart()
    await eventually(() => expect(running.discord.gateway.counts.identifies).toBe(2))
    expect(listings()).toEqual([])
  })

  it('is known to be back once it invites Paperboy again', async () => {
    const gone = await addServer('Astronomers')
    running.discord.removeGuild(gone)
    await eventually(async () => expect(await isLeft(gone)).toBe(true))
    running.discord.inviteBack(gone)
    await eventually(async () => expect(await isLeft(gone)).toBe(false))
  })

  it('has what is said in it remembered as its own', async () => {
    const ada = running.discord.person('Ada')
    ada.say(running.discord.general, running.mention('what is TAROT?'))
    await eventually(() => expect(running.asked).toHaveLength(1))
    expect(running.asked[0]?.where.workspace).toBe(running.discord.guild.id)
  })
})
