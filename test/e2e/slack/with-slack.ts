import { it as base } from 'vitest'
import { startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { launchBot, type Surroundings, startBot } from './running-bot.ts'

/**
 * A test with a fake Slack of its own, `slack`, and two ways to run the real process against it, `launch` and
 * `start`; everything ends with the test, so that tests can run side by side.
 */
export const it = base
  .extend('slack', async ({ task: _task }, { onCleanup }) => {
    const slack = await startFakeSlack({ pingEvery: 1_000 })
    onCleanup(() => slack.close())
    return slack
  })
  .extend('launch', async ({ slack }, { onCleanup }) => {
    const bots: ReturnType<typeof launchBot>[] = []
    onCleanup(async () => void (await Promise.all(bots.map((bot) => bot.stop('SIGKILL')))))
    return (surroundings?: Surroundings) => {
      const bot = launchBot(slack, surroundings)
      bots.push(bot)
      return bot
    }
  })
  .extend(
    'start',
    ({ slack, launch }) =>
      (surroundings?: Surroundings) =>
        startBot(slack, surroundings, launch),
  )
