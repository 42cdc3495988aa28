import { startFakeDiscord } from '../../fakes/discord/discord.ts'
import { startBot } from '../discord/bot.ts'
import { page, settled, type Talk } from './talk.ts'

/** A conversation in direct messages. */
export const talkInDiscord: Talk = async (lines) => {
  const discord = await startFakeDiscord()
  const bot = await startBot(discord)
  try {
    const ada = discord.person('Ada')
    const dm = discord.dm(ada)
    const pages = []
    for (const line of lines) {
      const seen = discord.answers(dm).length
      ada.say(dm, line)
      const messages = await settled(() => discord.answers(dm).slice(seen))
      const commands = messages
        .flatMap(({ buttons }) => buttons)
        .flatMap((button) => {
          if (button.style === 5) return []
          // A form asks, whatever is typed into it.
          if (button.custom_id.startsWith('!form ')) return ['ask']
          return button.custom_id.startsWith('!') ? [] : [button.custom_id]
        })
      const words = messages.map(({ text }) => text).join('\n')
      pages.push(
        page(
          words,
          messages.flatMap(({ links }) => links),
          commands,
        ),
      )
    }
    return pages
  } finally {
    await bot.stop()
    await discord.close()
  }
}
