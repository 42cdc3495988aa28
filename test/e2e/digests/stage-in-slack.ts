import { type FakeSlackOptions, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { launchBot } from '../slack/running-bot.ts'
import type { Stage } from './stage.ts'

export async function stageInSlack(options: FakeSlackOptions = {}): Promise<Stage> {
  const slack = await startFakeSlack(options)
  const { workspace, messages } = slack
  const written = (channel: string) =>
    messages
      .in(channel)
      .filter(({ fromBot }) => fromBot)
      .map(readable)
  return {
    channel: { platform: 'slack', workspace: workspace.team, kind: 'channel', channel: workspace.general },
    owner: workspace.ada,
    closeChannel() {
      workspace.channel(workspace.general).archived = true
    },
    launch(folder) {
      const bot = launchBot(slack, { folder })
      return { kill: () => bot.stop('SIGKILL'), stop: () => bot.stop(), output: bot.output }
    },
    when({ call, nth, moment }, happen) {
      slack.moments.at(call, nth, moment, () => {
        happen()
        return moment === 'arrived' ? new Promise(() => undefined) : undefined
      })
    },
    posted: () => written(workspace.general),
    told: () => written(workspace.directMessage(workspace.ada).id),
    whole: 3,
    close: slack.close,
  }
}
