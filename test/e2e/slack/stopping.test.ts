import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { expectGoodGuest, isFinished, startBot } from './running-bot.ts'

let slack: FakeSlack
let silentModel: Server
let asked: number[]
beforeEach(async () => {
  slack = await startFakeSlack()
  asked = []
  silentModel = createServer(() => void asked.push(Date.now())).listen(0, '127.0.0.1')
  await once(silentModel, 'listening')
})
afterEach(async () => {
  await slack.close()
  silentModel.closeAllConnections()
  silentModel.close()
})

/** A chat model that takes every question and never says a word. */
function modelSettings(): Record<string, string> {
  const address = silentModel.address()
  if (address === null || typeof address === 'string') throw new Error('The model has no port.')
  return { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `http://127.0.0.1:${address.port}/v1` }
}

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

  it('has answers that take longer finished without the model or say so; in the end each stands there once', async () => {
    const bot = await startBot(slack, { settings: modelSettings() })
    // More than are worked on at once, so that some still wait in line.
    const said = Array.from({ length: 12 }, (_, index) => {
      const user = slack.workspace.person(`Student${index}`)
      return index % 2 === 0
        ? slack.people.mention('What is TAROT?', { user })
        : slack.people.dm('What is TAROT?', { user })
    })
    const answersTo = ({ channel, ts }: (typeof said)[number]) => slack.messages.answers(channel, ts)
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(7), patience)
    const { code, milliseconds } = await bot.stop()
    expect(code).toBe(0)
    expect(milliseconds).toBeLessThan(10_000)
    for (const one of said) {
      const [answer, ...more] = answersTo(one)
      expect(more).toEqual([])
      expect(answer && (isFinished(answer) || readable(answer))).toEqual(
        expect.toSatisfy((shown) => shown === true || /restart|stopp/i.test(String(shown))),
      )
    }
    const next = await startBot(slack, { folder: bot.folder })
    await vi.waitFor(() => {
      for (const one of said) expect(answersTo(one).filter(isFinished)).toHaveLength(1)
    }, patience)
    for (const one of said) expect(answersTo(one)).toHaveLength(1)
    await next.stop()
    expectGoodGuest(slack)
  })
})
