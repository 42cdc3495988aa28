import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import { streamed } from '../../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../../fakes/openai-server.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { links, pings, readable } from '../../fakes/slack/reading.ts'
import { answerIn, expectGoodGuest, type RunningBot, startBot } from './running-bot.ts'

let slack: FakeSlack
let model: FakeOpenAI
let bot: RunningBot
beforeEach(async () => {
  slack = await startFakeSlack()
  model = await startFakeOpenAI()
  bot = await startBot(slack, { settings: { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: model.url } })
})
afterEach(async () => {
  await bot.stop('SIGKILL')
  await slack.close()
  await model.close()
})

const claims = [
  {
    text: 'TAROT is a targeted data selection framework grounded in optimal transport theory.',
    cites: ['1.1'],
  },
  { text: 'TAROT is grounded in optimal transport theory.', cites: ['1.1'] },
  { text: 'TAROT is a framework for targeted data selection.', cites: ['1.1'] },
]

describe('An answer that a model takes its time to write', () => {
  it('is announced before the model has written it, and grows in one message, at most once a second', async () => {
    model.script({ ...streamed({ claims }), pause: 150 })
    const said = slack.people.mention('What is TAROT?')
    const status = () => slack.threads.get(`${said.channel}:${said.ts}`)?.statuses[0]
    await vi.waitFor(() => expect(status()).toMatch(/Reading \d+ papers/), patience)
    expect(slack.messages.answers(said.channel, said.ts)).toEqual([])
    const answer = await answerIn(slack, said)
    const shown = answer.versions.map((version) => readable(version))
    process.stdout.write(`${shown.map((text) => text.length).join(' -> ')} characters\n`)
    expect(shown[0]).toMatch(/TAROT[\s\S]*\[1\]/)
    expect(shown.some((text) => text.includes('targeted') && !text.includes('Source'))).toBe(true)
    expect(shown.at(-1)).toContain('Source')
    const gaps = answer.versions.slice(1).map(({ at }, index) => at - (answer.versions[index]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThan(900)
    expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
    expectGoodGuest(slack)
  })

  it('shows a status line in a conversation with Paperboy', async () => {
    model.script({ ...streamed({ claims }), pause: 50 })
    const said = slack.people.dm('What is TAROT?')
    await vi.waitFor(
      () => expect(slack.threads.get(`${said.channel}:${said.ts}`)?.statuses[0]).toMatch(/Reading/),
      patience,
    )
    await answerIn(slack, said)
    expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
    expectGoodGuest(slack)
  })

  it('is finished in the same message when the process was killed while it grew', async () => {
    model.script({ ...streamed({ claims }), pause: 150 })
    const said = slack.people.mention('What is TAROT?')
    await vi.waitFor(
      () => expect(slack.messages.answers(said.channel, said.ts)[0]?.versions).toHaveLength(1),
      patience,
    )
    await bot.stop('SIGKILL')
    bot = await startBot(slack, { folder: bot.folder })
    const answer = await answerIn(slack, said)
    expect(readable(answer)).toContain('Source')
    expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
    expectGoodGuest(slack)
  })

  it('mentions nobody and links nowhere, whatever the model writes', async () => {
    const shout = '<!channel> <@U0ADA> @here <https://evil.example|TAROT>'
    const shouting = { text: `${claims[1]?.text} ${shout}`, cites: ['1.1'] }
    // What shouts is asked for anew, and shouts again.
    model.script(streamed({ claims: [...claims, shouting] }), streamed(shouting))
    const said = slack.people.mention('What is TAROT?')
    await answerIn(slack, said)
    const shown = slack.messages.all.filter(({ fromBot }) => fromBot)
    expect(shown.flatMap(pings)).toEqual([])
    expect(shown.flatMap(links).join()).not.toContain('evil.example')
    expectGoodGuest(slack)
  })
})
