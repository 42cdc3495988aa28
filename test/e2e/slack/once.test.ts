import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import type { FakeSlack } from '../../fakes/slack/fake-slack.ts'
import type { Said } from '../../fakes/slack/people/people.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { answerIn, endInOrder, expectGoodGuest, isFinished, questions } from './running-bot.ts'
import { it } from './with-slack.ts'

/** Every one of these has one answer, finished, and nothing beside it. */
function expectOneAnswerEach(slack: FakeSlack, said: readonly Said[]): void {
  for (const { channel, ts } of said) {
    const answers = slack.messages.answers(channel, ts)
    expect(answers.map(readable), `answers to ${ts}`).toHaveLength(1)
    expect(answers.filter(isFinished)).toHaveLength(1)
  }
}

describe.concurrent('A question is answered once', () => {
  it('however often Slack tells of it, before and after the answer', async ({ slack, start }) => {
    const bot = await start()
    const said = slack.people.mention('What is TAROT?')
    await slack.people.redeliver(said, 5)
    await answerIn(slack, said)
    await slack.people.redeliver(said, 5)
    await slack.people.redeliver(said, 5, { newIds: true })
    const twin = slack.people.mention('What is AutoInt?', { twinFirst: true })
    const direct = slack.people.dm('What is TAROT?')
    await slack.people.redeliver(direct, 5, { newIds: true })
    await answerIn(slack, twin)
    await answerIn(slack, direct)
    await endInOrder(slack, bot)
    expectOneAnswerEach(slack, [said, twin, direct])
    expectGoodGuest(slack)
  })

  it('also by the process that comes after', async ({ slack, start }) => {
    const bot = await start()
    const said = slack.people.mention('What is TAROT?')
    await answerIn(slack, said)
    await bot.stop()
    const next = await start({ folder: bot.folder })
    await slack.people.redeliver(said, 5)
    await slack.people.redeliver(said, 5, { newIds: true })
    await endInOrder(slack, next)
    expectOneAnswerEach(slack, [said])
  })

  it('and edits, deletions, other bots and its own words are not questions', async ({ slack, start }) => {
    const bot = await start()
    const said = slack.people.mention('What is TAROT?')
    await answerIn(slack, said)
    await slack.people.edit(said, `<@${slack.workspace.bot.user}> What is AutoInt?`).delivered
    const bots = slack.people.otherBot(`<@${slack.workspace.bot.user}> What is TAROT?`)
    await bots.delivered
    const inThread = slack.people.otherBot('What is AutoInt?', { thread: said.ts })
    await inThread.delivered
    await endInOrder(slack, bot)
    expectOneAnswerEach(slack, [said])
    expect(slack.messages.answers(bots.channel, bots.ts)).toEqual([])
  })
})

describe.concurrent('A process that is killed in the middle', () => {
  const moments: readonly [string, number][] = [
    ['while messages are on their way', 150],
    ['a little later', 600],
    ['later still', 1200],
  ]
  it.for(moments)(
    'leaves every question to be answered exactly once, %s',
    async ([, milliseconds], { slack, start }) => {
      const bot = await start()
      // Slack answers slowly, so that the end comes between effects and their answers.
      slack.faults.always('chat.postMessage', { kind: 'slow', milliseconds: 300 })
      slack.faults.always('chat.update', { kind: 'slow', milliseconds: 300 })
      const channels = Array.from({ length: 6 }, (_, index) =>
        slack.workspace.addChannel(`C0ROOM${index}`, `room-${index}`, [slack.workspace.bot.user]),
      )
      const said = channels.flatMap(({ id: channel }) =>
        questions.slice(0, 2).map((question) => slack.people.mention(question, { channel })),
      )
      await sleep(milliseconds)
      await bot.stop('SIGKILL')
      slack.faults.clear()
      const next = await start({ folder: bot.folder })
      for (const one of said) await slack.people.redeliver(one, 2)
      await vi.waitFor(() => expectOneAnswerEach(slack, said), { timeout: patience, interval: 200 })
      await endInOrder(slack, next)
      expectOneAnswerEach(slack, said)
      expectGoodGuest(slack)
    },
  )
})
