import { setTimeout as sleep } from 'node:timers/promises'
import { vi } from 'vitest'
import { dueNow, prepare } from '../../e2e/digests/due-post.ts'
import { freshFolder } from '../../e2e/paperboy.ts'
import { answerIn, startBot } from '../../e2e/slack/running-bot.ts'
import { startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import type { Crowd } from './crowd.ts'

/** So many subscriptions are due at once in Slack, held to its documented rates, while one person asks questions. */
export async function postToCrowdInSlack(posts: number): Promise<Crowd> {
  const slack = await startFakeSlack({ limited: true })
  const { team, bot: self, ada, addChannel } = slack.workspace
  const folder = freshFolder()
  const channels = Array.from({ length: posts }, (_, index) => `C0CROWD${index}`)
  for (const channel of channels) addChannel(channel, channel.toLowerCase(), [self.user, ada])
  const store = await prepare(
    folder,
    channels.map((channel, index) =>
      dueNow(`k${index}`, { platform: 'slack', workspace: team, kind: 'channel', channel }, new Date()),
    ),
  )
  const started = performance.now()
  const bot = await startBot(slack, { folder })
  const written = () => slack.messages.all.filter(({ channel }) => channel.startsWith('C0CROWD'))
  const answers: number[] = []
  while (written().length < posts) {
    const asked = performance.now()
    await answerIn(slack, slack.people.dm('How many trials were there?'), { within: 60_000 })
    answers.push(performance.now() - asked)
    await sleep(1_500)
  }
  await vi.waitFor(async () => {
    if ((await store.jobs.wait('posts:slack')) !== undefined) throw new Error(bot.output())
  }, 60_000)
  const seconds = (performance.now() - started) / 1000
  await bot.stop()
  await store.close()
  const wrong = channels.filter((channel) => {
    const messages = slack.messages.in(channel)
    return messages.length !== 1 || messages[0]?.thread !== undefined
  })
  const result = {
    posts,
    messages: written().length,
    wrong: wrong.length,
    limited: slack.calls.filter(({ fault }) => fault?.kind === 'rate-limited').length,
    seconds,
    answers: answers.toSorted((one, other) => one - other),
  }
  await slack.close()
  return result
}
