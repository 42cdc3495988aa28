import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import {
  answerIn,
  endInOrder,
  expectGoodGuest,
  isFinished,
  type RunningBot,
  startBot,
} from './running-bot.ts'

let slack: FakeSlack
let bots: RunningBot[]
beforeEach(async () => {
  slack = await startFakeSlack()
  bots = [await startBot(slack)]
})
afterEach(async () => {
  await Promise.all(bots.map((bot) => bot.stop('SIGKILL')))
  await slack.close()
})

const folder = () => bots[0]?.folder ?? ''
const startAnother = async () => {
  const bot = await startBot(slack, { folder: folder() })
  bots.push(bot)
}
const rooms = () =>
  Array.from({ length: 6 }, (_, index) =>
    slack.workspace.addChannel(`C0ROOM${index}`, `room-${index}`, [slack.workspace.bot.user]),
  )

describe('A new process', () => {
  it('knows the threads of the one before', async () => {
    const said = slack.people.mention('What is TAROT?')
    await answerIn(slack, said)
    await bots[0]?.stop()
    await startAnother()
    slack.people.say('How does it select data?', { thread: said.ts })
    expect(readable(await answerIn(slack, said, { nth: 2 }))).toContain('TAROT')
  })

  it('that starts beside one at work answers nothing a second time', async () => {
    slack.faults.always('chat.postMessage', { kind: 'slow', milliseconds: 1_500 })
    const said = rooms().map(({ id: channel }) => slack.people.mention('What is TAROT?', { channel }))
    await vi.waitFor(() => expect(slack.callsOf('chat.postMessage').length).toBeGreaterThan(5), patience)
    await startAnother()
    for (const one of said) await answerIn(slack, one)
    await endInOrder(slack, ...bots)
    for (const { channel, ts } of said)
      expect(slack.messages.answers(channel, ts).map(readable)).toHaveLength(1)
    expectGoodGuest(slack)
  })

  it('finishes what was asked by command, each once', async () => {
    slack.faults.always('chat.postMessage', { kind: 'slow', milliseconds: 500 })
    const channels = rooms()
    for (const { id: channel } of channels) void slack.interactions.command('ask What is TAROT?', { channel })
    await vi.waitFor(() => expect(slack.callsOf('chat.postMessage')).toHaveLength(channels.length), patience)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await bots[0]?.stop('SIGKILL')
    slack.faults.clear()
    await startAnother()
    await vi.waitFor(() => {
      for (const { id } of channels) expect(slack.messages.in(id).filter(isFinished)).toHaveLength(1)
    }, patience)
    await endInOrder(slack, ...bots.slice(1))
    for (const { id } of channels) expect(slack.messages.in(id).map(readable)).toHaveLength(1)
  })
})

describe('Two processes on one database', () => {
  it('answer together, each question once', async () => {
    await startAnother()
    expect(slack.socketMode.connections()).toBe(2)
    const said = Array.from({ length: 20 }, () => slack.people.mention('What is TAROT?'))
    for (const one of said) void slack.people.redeliver(one, 3, { newIds: true })
    for (const one of said) await answerIn(slack, one)
    await endInOrder(slack, ...bots)
    for (const { channel, ts } of said) expect(slack.messages.answers(channel, ts)).toHaveLength(1)
  })
})
