import { isFinished, launchBot } from '../../e2e/slack/running-bot.ts'
import { startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { until } from '../chaos/until.ts'
import { connecting, happenAt, type Stage } from './stage.ts'

export async function stageInSlack(): Promise<Stage> {
  const slack = await startFakeSlack()
  const { workspace, messages } = slack
  const written = (channel: string) =>
    messages
      .in(channel)
      .filter(({ fromBot }) => fromBot)
      .map(readable)
  let asked: { channel: string; ts: string } | undefined
  return {
    channel: { platform: 'slack', workspace: workspace.team, kind: 'channel', channel: workspace.general },
    owner: workspace.ada,
    closeChannel() {
      workspace.channel(workspace.general).archived = true
    },
    launch(surroundings) {
      const bot = launchBot(slack, surroundings)
      return {
        kill: () => bot.stop('SIGKILL'),
        stop: () => bot.stop(),
        freeze: () => bot.signal('SIGSTOP'),
        wake: () => bot.signal('SIGCONT'),
        output: bot.output,
      }
    },
    when: happenAt(slack.moments),
    posted: () => written(workspace.general),
    told: () => written(workspace.directMessage(workspace.ada).id),
    async ask(question) {
      await until(() => slack.socketMode.connections() > 0, connecting)
      asked = slack.people.mention(question)
    },
    answers: () =>
      (asked ? messages.answers(asked.channel, asked.ts) : []).map((message) => ({
        text: readable(message),
        isFinished: isFinished(message),
      })),
    whole: 1,
    close: slack.close,
  }
}
