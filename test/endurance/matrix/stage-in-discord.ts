import { launch } from '../../e2e/discord/bot.ts'
import { startFakeDiscord } from '../../fakes/discord/discord.ts'
import { until } from '../chaos/until.ts'
import { connecting, happenAt, type Stage } from './stage.ts'

export async function stageInDiscord(): Promise<Stage> {
  const discord = await startFakeDiscord()
  const { general, guild, moments } = discord
  const ada = discord.person('Ada')
  return {
    channel: { platform: 'discord', workspace: guild.id, kind: 'channel', channel: general.id },
    owner: ada.user.id,
    closeChannel: () => discord.deleteChannel(general),
    launch(surroundings) {
      const bot = launch(discord, surroundings)
      return {
        kill: bot.crash,
        stop: bot.stop,
        freeze: () => bot.signal('SIGSTOP'),
        wake: () => bot.signal('SIGCONT'),
        output: () => bot.said.stdout + bot.said.stderr,
      }
    },
    when: happenAt(moments),
    posted: () => discord.answers(general).map(({ text }) => text),
    told: () => discord.answers(discord.dm(ada)).map(({ text }) => text),
    async ask(question) {
      await until(() => discord.gateway.connected() > 0 && discord.world.commands.length > 0, connecting)
      ada.say(general, `<@${discord.world.bot.id}> ${question}`)
    },
    answers: () =>
      discord.answers(general, ada).map(({ text, buttons }) => ({ text, isFinished: buttons.length > 0 })),
    whole: 1,
    close: discord.close,
  }
}
