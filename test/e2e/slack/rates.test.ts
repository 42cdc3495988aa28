import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { everyoneAnswered, expectGoodGuest, questions, type RunningBot, startBot } from './running-bot.ts'

let slack: FakeSlack
let bot: RunningBot
beforeEach(async () => {
  slack = await startFakeSlack({ limited: true })
  bot = await startBot(slack)
})
afterEach(async () => {
  await bot.stop('SIGKILL')
  await slack.close()
})

it('a crowd is answered within the rates Slack allows, each question once', async () => {
  const { bot: self } = slack.workspace
  const channels = Array.from({ length: 8 }, (_, index) =>
    slack.workspace.addChannel(`C0CLASS${index}`, `class-${index}`, [self.user]),
  )
  const said = Array.from({ length: 120 }, (_, index) =>
    slack.people.mention(questions[index % questions.length] ?? '', {
      channel: channels[index % channels.length]?.id ?? '',
      user: slack.workspace.person(`Student${index % 30}`),
    }),
  )
  await everyoneAnswered(slack, said)
  const refused = slack.calls.filter(({ fault }) => fault?.kind === 'rate-limited')
  process.stdout.write(`${slack.calls.length} calls, ${refused.length} of them too many\n`)
  expect(refused.length).toBeLessThan(said.length)
  expectGoodGuest(slack)
})
