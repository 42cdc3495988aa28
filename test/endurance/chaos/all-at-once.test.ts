import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  endInOrder,
  expectGoodGuest,
  isFinished,
  questions,
  type RunningBot,
  startBot,
} from '../../e2e/slack/running-bot.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import type { Said } from '../../fakes/slack/people/people.ts'
import { readable } from '../../fakes/slack/reading.ts'
import type { Fault } from '../../fakes/slack/web-api/faults.ts'

let slack: FakeSlack
let bot: RunningBot
beforeEach(async () => {
  slack = await startFakeSlack({ pingEvery: 1_000 })
  bot = await startBot(slack)
})
afterEach(async () => {
  await bot.stop('SIGKILL')
  await slack.close()
})

const mishaps: readonly Fault[] = [
  { kind: 'status', status: 500 },
  { kind: 'cut' },
  { kind: 'rate-limited', retryAfterSeconds: 1 },
  { kind: 'slow', milliseconds: 700 },
  { kind: 'lost', answer: 'status-500' },
  { kind: 'lost', answer: 'cut' },
]
const methods = ['chat.postMessage', 'chat.update', 'conversations.replies', 'conversations.history']

it('whatever goes wrong at once, every question is answered exactly once', async () => {
  const channels = Array.from({ length: 5 }, (_, index) =>
    slack.workspace.addChannel(`C0ROOM${index}`, `room-${index}`, [slack.workspace.bot.user]),
  )
  const said: Said[] = []
  for (let round = 0; round < 30; round++) {
    const question = questions[round % questions.length] ?? ''
    const channel = channels[round % channels.length]?.id ?? ''
    const one = round % 3 === 0 ? slack.people.dm(question) : slack.people.mention(question, { channel })
    said.push(one)
    void slack.people.redeliver(one, 2, { newIds: round % 2 === 0 })
    const fault = mishaps[round % mishaps.length]
    const method = methods[round % methods.length]
    if (fault && method) slack.faults.next(method, fault)
    if (round % 8 === 3) slack.socketMode.drop()
    if (round % 8 === 7) slack.socketMode.disconnect('refresh_requested')
    if (round === 12) slack.socketMode.freeze()
    if (round === 10 || round === 20) {
      await bot.stop('SIGKILL')
      bot = await startBot(slack, { folder: bot.folder })
    }
    await sleep(200)
  }
  slack.faults.clear()
  const answersTo = ({ channel, ts }: Said) => slack.messages.answers(channel, ts)
  await vi.waitFor(
    () => {
      for (const one of said) expect(answersTo(one).filter(isFinished).map(readable)).toHaveLength(1)
    },
    { timeout: 45_000, interval: 250 },
  )
  await endInOrder(slack, bot)
  for (const one of said) expect(answersTo(one).map(readable)).toHaveLength(1)
  expectGoodGuest(slack)
}, 90_000)
