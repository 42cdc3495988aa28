import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually, patience } from '../../eventually.ts'
import { post } from '../../fakes/slack/delivery/signed-http.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { freePort } from '../../loopback.ts'
import { alone, answerIn, expectGoodGuest, launchBot, type RunningBot } from './running-bot.ts'

let slack: FakeSlack
let bot: Pick<RunningBot, 'stop' | 'output'>
let events: string
beforeEach(async () => {
  slack = await startFakeSlack()
  const port = await freePort()
  events = `http://127.0.0.1:${port}/slack/events`
  bot = launchBot(slack, {
    settings: { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: slack.workspace.signingSecret, PORT: `${port}` },
  })
  await vi.waitFor(() => expect(bot.output()).toContain('Slack'), patience)
  slack.deliverTo(events)
})
afterEach(async () => {
  await bot.stop('SIGKILL')
  await slack.close()
})

describe('By HTTP', () => {
  it('everything works as by Socket Mode', async () => {
    const said = slack.people.mention('What is TAROT?')
    const answer = await answerIn(slack, said)
    await slack.people.redeliver(said, 5)
    await slack.people.redeliver(said, 5, { newIds: true })
    await slack.interactions.command('help')
    await eventually(() => expect(alone(slack).map(readable).join()).toContain('search'))
    await slack.interactions.click(answer, 'Show evidence')
    await eventually(() => expect(slack.views.modals).toHaveLength(2))
    expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
    expect(slack.acks.every(({ latency = 9999 }) => latency < 3000)).toBe(true)
    const { code, milliseconds } = await bot.stop()
    expect(code).toBe(0)
    expect(milliseconds).toBeLessThan(10_000)
    expectGoodGuest(slack)
  })

  it('only Slack is let in', async () => {
    const secret = slack.workspace.signingSecret
    const body = { type: 'application/json', text: '{"type":"url_verification","challenge":"abc"}' }
    expect(await (await post(events, body, { secret })).json()).toEqual({ challenge: 'abc' })
    expect((await post(events, body, { secret: 'guessed' })).status).toBe(401)
    expect((await post(events, body, { secret, secondsOld: 600 })).status).toBe(401)
    expect((await post(events, body, { secret, signature: 'v0=00' })).status).toBe(401)
    const form = { type: 'application/x-www-form-urlencoded', text: 'ssl_check=1&token=legacy' }
    expect((await post(events, form, { secret })).status).toBe(200)
    const unsigned = await fetch(events, { method: 'POST', body: body.text })
    expect(unsigned.status).toBe(401)
    const nonsense = await post(events, { type: 'application/json', text: '{' }, { secret })
    expect(nonsense.status).toBeLessThan(500)
    await answerIn(slack, slack.people.mention('What is TAROT?'))
  })
})
