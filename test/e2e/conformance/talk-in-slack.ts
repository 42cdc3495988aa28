import { z } from 'zod'
import { startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { buttons, links, readable } from '../../fakes/slack/reading.ts'
import { startBot } from '../slack/running-bot.ts'
import { page, settled, type Talk } from './talk.ts'

const CommandButton = z
  .object({ type: z.literal('button'), action_id: z.string(), value: z.string() })
  // A form asks, whatever is typed into it.
  .transform(({ action_id, value }) => (action_id.startsWith('form:') ? 'ask' : value))

/** A conversation in the thread of a direct message. */
export const talkInSlack: Talk = async (lines) => {
  const slack = await startFakeSlack()
  const bot = await startBot(slack)
  try {
    const pages = []
    let thread: string | undefined
    let seen = 0
    for (const line of lines) {
      const said = slack.people.dm(line, thread === undefined ? {} : { thread })
      thread ??= said.thread
      const answers = () => slack.messages.answers(said.channel, said.thread)
      const messages = await settled(() => answers().slice(seen))
      seen = answers().length
      const commands = messages
        .flatMap(({ blocks }) => buttons(blocks))
        .flatMap(({ action }) => CommandButton.safeParse(action).data ?? [])
      pages.push(page(messages.map(readable).join('\n'), messages.flatMap(links), commands))
    }
    return pages
  } finally {
    await bot.stop()
    await slack.close()
  }
}
