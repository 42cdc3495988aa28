import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import { streamed } from '../../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../../fakes/openai-server.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { answerIn, expectGoodGuest, isFinished, startBot } from './running-bot.ts'

let slack: FakeSlack
let model: FakeOpenAI
beforeEach(async () => {
  slack = await startFakeSlack()
  model = await startFakeOpenAI()
})
afterEach(async () => {
  await slack.close()
  await model.close()
})

const claim = {
  text: 'TAROT is a targeted data selection framework grounded in optimal transport theory.',
  cites: ['1.1'],
}

describe('More questions than can be answered at once', () => {
  it('wait in line, are told so, and are all answered', async () => {
    const bot = await startBot(slack, {
      settings: { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: model.url, MODEL_CALLS: '8' },
    })
    const said = Array.from({ length: 14 }, (_, index) => {
      model.script({ ...streamed({ claims: [claim] }), pause: 120 })
      return slack.people.mention('What is TAROT?', { user: slack.workspace.person(`Student${index}`) })
    })
    for (const one of said) await answerIn(slack, one)
    const answers = said.flatMap(({ channel, ts }) => slack.messages.answers(channel, ts))
    const told = [...slack.threads.values()].filter(({ statuses }) =>
      statuses.some((line) => /in line/.test(line)),
    )
    expect(told.length).toBeGreaterThan(2)
    expect(answers).toHaveLength(said.length)
    await bot.stop()
    expectGoodGuest(slack)
  })

  it('of one person within a minute end in a clear warning, and nobody else waits for it', async () => {
    const bot = await startBot(slack, { settings: { QUESTIONS_PER_PERSON: '20' } })
    const [eager, patient] = ['Eager', 'Patient'].map((name) => slack.workspace.person(name))
    if (!eager || !patient) throw new Error('Nobody is there.')
    const said = Array.from({ length: 26 }, () => slack.people.dm('What is TAROT?', { user: eager }))
    await answerIn(slack, slack.people.mention('What is TAROT?', { user: patient }))
    const answersTo = ({ channel, ts }: (typeof said)[number]) => slack.messages.answers(channel, ts)
    const isWarning = (text: string) => /ask again in \d+ seconds?/.test(text)
    await vi.waitFor(
      () => {
        const shown = said.flatMap(answersTo)
        expect(shown.filter((one) => isFinished(one) || isWarning(readable(one)))).toHaveLength(said.length)
      },
      { timeout: patience, interval: 250 },
    )
    const warned = said.flatMap(answersTo).filter((one) => isWarning(readable(one)))
    expect(warned).toHaveLength(6)
    await bot.stop()
    expectGoodGuest(slack)
  })
})
