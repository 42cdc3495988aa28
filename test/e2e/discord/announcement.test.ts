import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/discord.ts'
import { dueNow, finished, prepare } from '../digests/due-post.ts'
import { freshFolder } from '../paperboy.ts'
import { type Bot, startBot } from './bot.ts'

let discord: FakeDiscord
let bots: Bot[]
beforeEach(async () => {
  discord = await startFakeDiscord()
  bots = []
})
afterEach(async () => {
  await Promise.all(bots.map((bot) => bot.stop()))
  await discord.close()
})

const crosspost = 'POST /channels/:channel/messages/:message/crosspost'

it.each(['arrived', 'recorded'] as const)(
  'a daily post is published once to those who follow its channel, though the process is killed: publishing %s',
  { timeout: 240_000 },
  async (moment) => {
    const news = discord.addAnnouncements('papers')
    const to = {
      platform: 'discord',
      workspace: discord.guild.id,
      kind: 'channel',
      channel: news.id,
    } as const
    const subscription = dueNow('news', to, new Date())
    const folder = freshFolder()
    const store = await prepare(folder, [subscription])
    // What only arrived is not done.
    if (moment === 'arrived') discord.faults.add(/crosspost$/, { cut: 'before' }, 1)
    const killed = new Promise<void>((resolve) => {
      discord.moments.at(crosspost, 1, moment, async () => {
        await bots[0]?.crash()
        resolve()
      })
    })
    bots.push(await startBot(discord, { folder }))
    await killed
    bots.push(await startBot(discord, { folder }))
    expect(await finished(store, subscription)).toEqual(['sent'])
    const posts = [...discord.world.messages.values()].filter(({ channelId }) => channelId === news.id)
    expect(posts).toHaveLength(1)
    expect(posts[0]?.published?.content).toContain('Posts that come once')
    await store.close()
    expect(discord.pings()).toEqual([])
  },
)
