import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/discord.ts'
import { streamed } from '../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/fake-slack.ts'
import { freePort, listen } from '../loopback.ts'
import { type Bot, eventually, launch } from './discord/bot.ts'
import { answerIn } from './slack/running-bot.ts'

let slack: FakeSlack
let discord: FakeDiscord
let model: FakeOpenAI
let bot: Bot
let port: number
beforeEach(async () => {
  slack = await startFakeSlack()
  discord = await startFakeDiscord()
  model = await startFakeOpenAI()
  port = await freePort()
})
afterEach(async () => {
  await bot.stop()
  await Promise.all([slack.close(), discord.close(), model.close()])
})

function start(settings: Record<string, string> = {}): void {
  bot = launch(discord, {
    settings: {
      ...slack.settings,
      METRICS_PORT: `${port}`,
      ...settings,
    },
  })
}

async function read(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`)
  return { status: response.status, text: await response.text() }
}
const isHealthy = () => eventually(async () => expect(await read('/health')).toMatchObject({ status: 200 }))

/** What a metric with these labels has counted. */
function counted(text: string, name: string, labels: Record<string, string> = {}): number {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  const line = lines.find((one) =>
    Object.entries(labels).every(([label, value]) => one.includes(`${label}="${value}"`)),
  )
  return Number(line?.split(' ').at(-1))
}

const question = 'How well do DIN and HSTU work?'
const claims = [
  {
    text: 'DIN has been successfully deployed in the online display advertising system in Alibaba.',
    cites: ['1.10'],
  },
  { text: 'DIN reaches 99.9% on ImageNet.', cites: ['1.10'] },
]

describe('a bot with METRICS_PORT', () => {
  it('is healthy, and counts what people ask, what the model takes and what is dropped', async () => {
    // What a claim got wrong is asked for anew.
    model.script(
      { ...streamed({ claims }), usage: { prompt_tokens: 2_000, completion_tokens: 100 } },
      { ...streamed({ cites: [], text: '' }), usage: { prompt_tokens: 500, completion_tokens: 20 } },
    )
    start({ OPENAI_BASE_URL: model.url, CHAT_MODEL: 'openai:gpt-5.4-mini', JUDGE_MODEL: 'off' })
    await isHealthy()
    const ada = discord.person('Ada')
    ada.say(discord.dm(ada), 'status')
    await eventually(() => expect(discord.answers(discord.dm(ada))).toHaveLength(1))
    await answerIn(slack, slack.people.dm(question))
    const text = await eventually(async () => {
      const { text } = await read('/metrics')
      expect(text).toContain('platform="slack",command="ask"')
      return text
    })
    const asked = { platform: 'slack', command: 'ask', outcome: 'answered', mode: 'model' }
    expect(counted(text, 'paperboy_questions_total', asked)).toBe(1)
    const looked = { platform: 'discord', command: 'status', outcome: 'answered', mode: 'none' }
    expect(counted(text, 'paperboy_questions_total', looked)).toBe(1)
    expect(counted(text, 'paperboy_answer_seconds_count', { platform: 'slack' })).toBe(1)
    expect(counted(text, 'paperboy_acknowledgement_seconds_count', { platform: 'slack' })).toBeGreaterThan(0)
    expect(counted(text, 'paperboy_claims_total', { fate: 'shown' })).toBe(1)
    expect(counted(text, 'paperboy_claims_total', { fate: 'dropped' })).toBe(1)
    expect(counted(text, 'paperboy_model_calls_total', { outcome: 'ok' })).toBe(2)
    expect(counted(text, 'paperboy_model_tokens_total', { direction: 'input' })).toBe(2_500)
    expect(counted(text, 'paperboy_model_dollars_total')).toBeCloseTo(0.002415, 8)
    expect(counted(text, 'paperboy_waiting')).toBe(0)
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
    // Nothing of what people said, who they are or what lets Paperboy in.
    for (const secret of ['HSTU', ada.user.id, slack.workspace.botToken, discord.token])
      expect(text).not.toContain(secret)
  })

  it('is healthy again after a connection broke, and counts that', async () => {
    start()
    await isHealthy()
    slack.socketMode.drop()
    await eventually(async () => {
      const { text } = await read('/metrics')
      expect(counted(text, 'paperboy_reconnects_total', { platform: 'slack' })).toBe(1)
    })
    await isHealthy()
  })

  it('is unhealthy, and says why, while a platform is not connected', async () => {
    slack.workspace.revoke('invalid_auth')
    start()
    await eventually(async () =>
      expect(await read('/health')).toEqual({
        status: 503,
        text: '{"healthy":false,"problems":["Slack is failed."]}\n',
      }),
    )
    expect((await read('/secrets')).status).toBe(404)
  })

  it('says which setting to look at when something else listens there', async () => {
    const taken = createServer()
    await listen(taken, port)
    start()
    expect((await bot.exit).code).toBe(1)
    expect(bot.said.stderr).toContain('Set METRICS_PORT to a free one')
    taken.close()
  })
})
