import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { startSilentModel } from '../silent-model.ts'
import { expectGoodGuest, isFinished, startBot } from './running-bot.ts'

let slack: FakeSlack
let silentModel: Awaited<ReturnType<typeof startSilentModel>>
beforeEach(async () => {
  slack = await startFakeSlack()
  silentModel = await startSilentModel()
})
afterEach(async () => {
  await slack.close()
  silentModel.close()
})

describe('SIGTERM', () => {
  it('ends an idle bot at once', async () => {
    const bot = await startBot(slack)
    const { code, milliseconds } = await bot.stop()
    expect(code).toBe(0)
    expect(milliseconds).toBeLessThan(3_000)
  })

  it('lets answers that are nearly done be finished', async () => {
    slack.faults.always('chat.postMessage', { kind: 'slow', milliseconds: 1_000 })
    const bot = await startBot(slack)
    const said = slack.people.mention('What is TAROT?')
    await vi.waitFor(() => expect(slack.callsOf('chat.postMessage')).not.toEqual([]), patience)
    const { code, milliseconds } = await bot.stop()
    expect(code).toBe(0)
    expect(milliseconds).toBeLessThan(10_000)
    expect(slack.messages.answers(said.channel, said.ts).filter(isFinished)).toHaveLength(1)
  })

  it('keeps what it cannot answer in time, says so, and the next process answers it: each of 24 once', async () => {
    const bot = await startBot(slack, { settings: silentModel.settings })
    // More than are worked on at once, so that most still wait in line.
    const said = Array.from({ length: 24 }, (_, index) => {
      const user = slack.workspace.person(`Student${index}`)
      return index % 2 === 0
        ? slack.people.mention('What is TAROT?', { user })
        : slack.people.dm('What is TAROT?', { user })
    })
    const answersTo = ({ channel, ts }: (typeof said)[number]) => slack.messages.answers(channel, ts)
    await vi.waitFor(() => expect(silentModel.asked()).toBeGreaterThan(7), patience)
    await Promise.all(said.map(({ delivered }) => delivered))
    const { code, milliseconds } = await bot.stop()
    expect(code).toBe(0)
    expect(milliseconds).toBeLessThan(10_000)
    const kept = said.filter((one) => {
      const [answer, ...more] = answersTo(one)
      expect(more).toEqual([])
      const words = answer ? readable(answer) : ''
      if (answer && isFinished(answer)) return false
      expect(words).toContain('Your question is kept')
      return true
    })
    expect(kept.length).toBeGreaterThanOrEqual(16)
    const next = await startBot(slack, { folder: bot.folder })
    await vi.waitFor(() => {
      for (const one of said) expect(answersTo(one).filter(isFinished)).toHaveLength(1)
    }, patience)
    for (const one of said) {
      expect(answersTo(one)).toHaveLength(1)
      expect(answersTo(one).map(readable).join()).toContain('TAROT')
    }
    await next.stop()
    expectGoodGuest(slack)
  })
})
