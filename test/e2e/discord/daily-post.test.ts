import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/discord.ts'
import type { SeenMessage } from '../../fakes/discord/reading/screen.ts'
import { dueNow, storeIn } from '../digests/due-post.ts'
import { type Bot, eventually, expectGoodManners, startBot } from './bot.ts'

/** Longer than the longest time after which the process looks for what is due. */
const patience = 75_000

describe('A daily post in Discord', { timeout: 240_000 }, () => {
  let discord: FakeDiscord
  let bot: Bot
  beforeEach(async () => {
    discord = await startFakeDiscord()
    bot = await startBot(discord)
  })
  afterEach(async () => {
    await bot.stop()
    await discord.close()
  })

  const last = (deed: { messages(): SeenMessage[] }, words: string) =>
    eventually(() => {
      const message = deed.messages().at(-1)
      expect(message?.text).toContain(words)
      if (!message) throw new Error('There is no answer.')
      return message
    })
  const posts = (words: string) =>
    discord.answers(discord.general).filter(({ text }) => text.startsWith(words))

  it('is asked for by who may manage the channel, comes once, is asked about, learns, and ends', async () => {
    const { general } = discord
    const ada = discord.person('Ada')
    const boss = discord.person('Boss')
    boss.promote()

    const refused = ada.slash(general, 'paper subscribe', { about: 'recommendation' })
    await last(refused, 'You cannot change what everybody in this channel gets.')
    const asked = boss.slash(general, 'paper subscribe', { at: '9:00', zone: 'Europe/Paris', top: '3' })
    const subscribed = await last(asked, 'Every weekday at 9:00 (Europe/Paris): up to 3 papers.')
    expect(subscribed.text).toContain('Next: ')

    // Its time comes.
    const store = await storeIn(bot.folder)
    const to = {
      platform: 'discord',
      workspace: discord.guild.id,
      kind: 'channel',
      channel: general.id,
    } as const
    const [subscription] = await store.subscriptions.at(to)
    if (!subscription) throw new Error('There is no subscription.')
    const { schedule, nextDue, createdAt } = dueNow(subscription.id, to, new Date())
    await store.subscriptions.put({ ...subscription, schedule, nextDue, createdAt })
    await eventually(() => expect(posts('Papers of')).toHaveLength(1), patience)
    const [post] = posts('Papers of')
    if (!post) throw new Error('There is no post.')
    const labels = post.buttons.map(({ label }) => label)
    expect(labels).toEqual(expect.arrayContaining(['More like 1', 'Less like 1', 'Less like 3', 'Helpful']))
    const titles = [...post.text.matchAll(/^(\d)\. (.+)$/gm)].map(([, , title]) => title)
    expect(titles).toHaveLength(3)

    // What is said below it is about its papers.
    const question = `<@${discord.world.bot.id}> what does the second one propose?`
    const said = discord.answers(general).length
    ada.say(general, question, { to: post })
    const answer = await eventually(() => {
      const message = discord.answers(general)[said]
      expect(message?.text).toContain(titles[1]?.slice(0, 40))
      return message
    })
    expect(answer).toBeDefined()

    const more = await last(ada.press(post, 'More like 1'), 'Counted: a vote for')
    expect(more.text).toContain('You cannot change what everybody')
    await last(ada.slash(general, 'paper trending', { span: 'week here' }), 'Trending in this channel')
    await last(ada.press(post, 'Helpful'), 'Thanks')
    await last(ada.press(post, 'Less like 1'), 'You cannot change what everybody')
    expect((await store.subscriptions.get(subscription.id))?.less ?? []).toEqual([])
    const less = boss.press(post, 'Less like 1')
    const noted = await last(less, 'come last in the posts here')
    expect(noted.ephemeral).toBe(true)
    expect((await store.subscriptions.get(subscription.id))?.less).toHaveLength(1)

    // It outlives a crash, and ends when that is asked for.
    await bot.crash()
    bot = await startBot(discord, { folder: bot.folder })
    await last(boss.slash(general, 'paper unsubscribe', { id: subscription.id }), 'Unsubscribed')
    expect(await store.subscriptions.get(subscription.id)).toBeUndefined()
    expect(posts('Papers of')).toHaveLength(1)
    await store.close()
    expectGoodManners(discord)
  })
})
