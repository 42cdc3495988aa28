import { startFakeDiscord } from '../../fakes/discord/discord.ts'
import { question, type Stage, slowness } from './stage.ts'
import { until } from './until.ts'

const everything = /./
/** What is said in answer to a mention, and to a command. */
const posting = 'POST /channels/:channel/messages'
const posted = /^POST \/channels\/\d+\/messages$/

export async function stageInDiscord(): Promise<Stage> {
  const discord = await startFakeDiscord({ heartbeatMs: 1_000 })
  const { general, gateway, faults, moments } = discord
  const ada = discord.person('Ada')

  return {
    settings: { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url },
    forgets: true,
    connected: (processes) =>
      until(() => gateway.connected() >= processes && discord.world.commands.length > 0, 30_000),
    async ask(moment) {
      // Discord wants to be told that a command arrived, and never that a message did.
      if (moment !== 'acknowledged') ada.say(general, `<@${discord.world.bot.id}> ${question}`)
      else {
        const { interaction } = ada.slash(general, 'paper ask', { question })
        await until(() => interaction.response !== undefined, 3_000)
      }
    },
    whenPosting: (moment, happen) => moments.at(posting, 1, moment, happen),
    seen: () =>
      discord.answers(general, ada).map(({ text, buttons }) => ({ text, isFinished: buttons.length > 0 })),
    cut() {
      gateway.drop()
      faults.add(everything, { cut: 'before' })
    },
    limit: () => faults.add(everything, { rateLimited: { retryAfter: 1 } }),
    fail: () => faults.add(everything, { status: 503 }),
    slow: () => faults.add(everything, { delayMs: slowness }),
    lose: () => faults.add(posted, { cut: 'after' }, 1),
    calm: faults.clear,
    lastCall: () => discord.calls.at(-1)?.at ?? 0,
    close: discord.close,
  }
}
