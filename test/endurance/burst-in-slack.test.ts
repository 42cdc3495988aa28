import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  everyoneAnswered,
  expectGoodGuest,
  questions,
  type RunningBot,
  startBot,
} from '../e2e/slack/running-bot.ts'
import { latencyPercentile } from '../fakes/slack/delivery/acks.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/fake-slack.ts'
import type { Said } from '../fakes/slack/people/people.ts'

let slack: FakeSlack
let bot: RunningBot
beforeEach(async () => {
  slack = await startFakeSlack()
  bot = await startBot(slack)
})
afterEach(async () => {
  await bot.stop('SIGKILL')
  await slack.close()
})

it('200 mentions in 5 seconds are acknowledged at once and answered, each once', async () => {
  const people = Array.from({ length: 20 }, (_, index) => slack.workspace.person(`Student${index}`))
  const said: Said[] = []
  for (let index = 0; index < 200; index++) {
    const question = questions[index % questions.length] ?? ''
    said.push(slack.people.mention(question, { user: people[index % people.length] ?? '' }))
    await new Promise((resolve) => setTimeout(resolve, 5_000 / 200))
  }
  await everyoneAnswered(slack, said)
  const mentions = slack.acks.filter(({ what }) => what === 'app_mention')
  expect(mentions).toHaveLength(200)
  const [middle, late, last] = [0.5, 0.99, 1].map((share) => Math.round(latencyPercentile(slack.acks, share)))
  process.stdout.write(`acknowledged: median ${middle} ms, p99 ${late} ms, slowest ${last} ms\n`)
  expect(slack.acks.filter(({ latency }) => latency === undefined)).toEqual([])
  // The aim is 200 ms on an idle machine; other tests run beside this one.
  expect(late).toBeLessThan(1_000)
  expectGoodGuest(slack)
}, 90_000)
