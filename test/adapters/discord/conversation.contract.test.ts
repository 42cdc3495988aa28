import { createDiscordAdapter } from '../../../src/adapters/discord/adapter.ts'
import { adapterContract } from '../../contracts/adapter.ts'
import type { Asked, Stage } from '../../contracts/adapter-stage.ts'
import { startFakeDiscord } from '../../fakes/discord/discord.ts'

const posts = /^POST \/channels\/\d+\/messages$/

async function openStage(): Promise<Stage> {
  const discord = await startFakeDiscord()
  const { world, faults } = discord
  const ada = discord.person('Ada')
  let rooms = 0

  function shown(room: ReturnType<typeof discord.addChannel>): Omit<Asked, 'redeliver'> {
    return {
      answers: () => discord.answers(room, ada).map(({ text }) => text),
      seenByOthers: () => discord.answers(room).map(({ text }) => text),
      shownAt: () =>
        discord
          .answers(room, ada)
          .flatMap(({ id }) => world.messages.get(id)?.versions.map(({ at }) => at) ?? []),
    }
  }

  return {
    platform: 'discord',
    createAdapter: (parts) => createDiscordAdapter({ ...parts, token: discord.token, apiUrl: discord.url }),
    ask(line) {
      const room = discord.addChannel(`room-${rooms++}`)
      const { redeliver } = ada.say(room, `<@${world.bot.id}> ${line}`)
      return { redeliver, ...shown(room) }
    },
    askPrivately(line) {
      const room = discord.addChannel(`room-${rooms++}`)
      const { redeliver } = ada.slash(room, 'paper ask', { question: line, private: true })
      return { redeliver, ...shown(room) }
    },
    limit: (times, retryAfter) => faults.add(posts, { turnedAway: { retryAfter } }, times),
    refuse: () => faults.add(posts, { status: 400, code: 50035 }, 1),
    attempts: () =>
      discord.calls.filter(({ method, path }) => posts.test(`${method} ${path}`)).map(({ at }) => at),
    close: discord.close,
  }
}

adapterContract('Discord', openStage)
