import { expect, it } from 'vitest'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { freshFolder } from '../paperboy.ts'
import { launchBot } from '../slack/running-bot.ts'
import { dueNow, finished, prepare } from './due-post.ts'

const channels = Array.from({ length: 8 }, (_, index) => `C0TEAM${index}`)

type Bot = ReturnType<typeof launchBot>

/** Two processes on one database, both due to send; -> what stands in each channel at the end. */
async function postByTwo(slack: FakeSlack, meanwhile: (first: Bot) => Promise<unknown>) {
  const folder = freshFolder()
  const { team, bot, ada, addChannel } = slack.workspace
  const subscriptions = channels.map((channel, index) => {
    addChannel(channel, channel.toLowerCase(), [bot.user, ada])
    return dueNow(`k${index}`, { platform: 'slack', workspace: team, kind: 'channel', channel }, new Date())
  })
  const store = await prepare(folder, subscriptions)
  const first = launchBot(slack, { folder })
  await meanwhile(first)
  const second = launchBot(slack, { folder })
  try {
    for (const subscription of subscriptions)
      expect(await finished(store, subscription), first.output() + second.output()).toEqual(['sent'])
  } finally {
    await Promise.all([first.stop(), second.stop()])
    await store.close()
  }
  return channels.map((channel) => slack.messages.in(channel).map(readable))
}

function expectOneEach(posts: readonly (readonly string[])[]): void {
  for (const messages of posts) expect(messages).toHaveLength(1)
}

it('two processes send each post once', async () => {
  const slack = await startFakeSlack()
  expectOneEach(await postByTwo(slack, async () => undefined))
  await slack.close()
})

it('one process goes on when the other is killed among its posts', {
  timeout: 120_000,
}, async () => {
  const slack = await startFakeSlack()
  const posts = await postByTwo(slack, async (first) => {
    await new Promise<void>((begun) => slack.moments.at('chat.postMessage', 2, 'recorded', begun))
    slack.moments.at('chat.postMessage', 5, 'recorded', () => void first.stop('SIGKILL'))
  })
  expectOneEach(posts)
  await slack.close()
})
