import { setTimeout as sleep } from 'node:timers/promises'
import { vi } from 'vitest'
import { dueNow, prepare } from '../../e2e/digests/due-post.ts'
import { startBot } from '../../e2e/discord/bot.ts'
import { freshFolder } from '../../e2e/paperboy.ts'
import { startFakeDiscord } from '../../fakes/discord/discord.ts'
import type { Crowd } from './crowd.ts'

/** So many subscriptions are due at once in Discord, held to its limits, while one person asks questions. */
export async function postToCrowdInDiscord(posts: number): Promise<Crowd> {
  const discord = await startFakeDiscord()
  const folder = freshFolder()
  const channels = Array.from({ length: posts }, (_, index) => discord.addChannel(`crowd-${index}`))
  const store = await prepare(
    folder,
    channels.map(({ id: channel }, index) =>
      dueNow(
        `k${index}`,
        { platform: 'discord', workspace: discord.guild.id, kind: 'channel', channel },
        new Date(),
      ),
    ),
  )
  const ada = discord.person('Ada')
  const written = () => channels.flatMap((channel) => discord.answers(channel))
  const started = performance.now()
  const bot = await startBot(discord, { folder })
  const answers: number[] = []
  while (written().length < posts) {
    const asked = performance.now()
    const deed = ada.slash(discord.general, 'paper ask', { question: 'How many trials were there?' })
    await vi.waitFor(
      () => {
        if ((deed.messages().at(-1)?.buttons.length ?? 0) === 0) throw new Error(bot.said.stderr)
      },
      { timeout: 60_000, interval: 5 },
    )
    answers.push(performance.now() - asked)
    await sleep(250)
  }
  await vi.waitFor(async () => {
    if ((await store.jobs.wait('posts:discord')) !== undefined) throw new Error(bot.said.stderr)
  }, 60_000)
  const seconds = (performance.now() - started) / 1000
  await bot.stop()
  await store.close()
  const result = {
    posts,
    messages: written().length,
    wrong: channels.filter((channel) => discord.answers(channel).length !== 1).length,
    limited: discord.refusals().filter(({ status }) => status === 429).length,
    seconds,
    answers: answers.toSorted((one, other) => one - other),
  }
  await discord.close()
  return result
}
