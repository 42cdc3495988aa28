import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/discord.ts'
import { failing, type ScriptedAnswer, streamed } from '../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { startHuggingFace } from '../fakes/papers/huggingface.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/fake-slack.ts'
import { readable } from '../fakes/slack/reading.ts'
import { type Bot, eventually, launch } from './discord/bot.ts'
import { freshFolder, runPaperboy } from './paperboy.ts'

const claim = {
  text: 'TAROT is a targeted data selection framework grounded in optimal transport theory.',
  cites: ['1.1'],
}
const question = 'What is TAROT?'

let discord: FakeDiscord
let slack: FakeSlack
let model: FakeOpenAI
let bot: Bot | undefined
/** What the model says next; a whole answer when nothing else is wanted. */
let next: ScriptedAnswer[]
beforeEach(async () => {
  next = []
  discord = await startFakeDiscord()
  slack = await startFakeSlack()
  model = await startFakeOpenAI({ otherwise: () => next.shift() ?? streamed({ claims: [claim] }) })
})
afterEach(async () => {
  await bot?.stop()
  bot = undefined
  await discord.close()
  await slack.close()
  await model.close()
})

async function start(settings: Record<string, string>): Promise<Bot> {
  const started = launch(discord, {
    settings: {
      ...slack.settings,
      OPENAI_BASE_URL: model.url,
      ...settings,
    },
  })
  bot = started
  for (const platform of ['Slack', 'Discord'])
    await eventually(() =>
      expect(started.said.stdout, started.said.stderr).toContain(`answers in ${platform}`),
    )
  return started
}

const inSlack = (channel: string, thread: string) => slack.messages.answers(channel, thread).map(readable)

const Line = z.looseObject({
  msg: z.string(),
  request: z.string().optional(),
  keys: z.array(z.string()).default([]),
  platform: z.string().optional(),
})
/** The log so far, line by line; everything on standard error is one. */
const logged = ({ said }: Bot) =>
  said.stderr
    .split('\n')
    .slice(0, -1)
    .map((line) => Line.parse(JSON.parse(line)))

describe('the log', () => {
  it('names the request in every layer, from the event to the call of the model and the answer', async () => {
    const running = await start({})
    // More than are worked on at once: some are begun when others end.
    const said = Array.from({ length: 12 }, () => slack.people.dm(question))
    const ada = discord.person('Ada')
    const deed = ada.say(discord.dm(ada), question)
    const ended = () => logged(running).filter(({ msg }) => msg === 'Worked on')
    await eventually(() => expect(ended()).toHaveLength(said.length + 1))

    const lines = logged(running)
    const idOf = (key: string) => lines.find(({ keys }) => keys.some((each) => each.endsWith(key)))?.request
    const ids = [...said.map(({ ts }) => idOf(ts)), idOf(deed.message.id)]
    expect(new Set(ids).size).toBe(said.length + 1)
    expect(ids).not.toContain(undefined)
    for (const [index, id] of ids.entries()) {
      const own = lines.filter(({ request }) => request === id)
      expect(own.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['A command begins', 'Worked on']))
      const platform = index < said.length ? 'slack' : 'discord'
      expect(own.filter((line) => line.platform !== undefined && line.platform !== platform)).toEqual([])
    }
    // A question asks the model once to write, and once to judge what it wrote.
    expect(new Set(model.requests.map(({ id }) => id))).toEqual(new Set(ids))
    expect(running.said.stderr).not.toContain(question)
  })

  it('names one in the terminal, too', async () => {
    const { stderr } = await runPaperboy(['ask', question], {
      folder: freshFolder(),
      settings: { OPENAI_BASE_URL: model.url, LOG_LEVEL: 'info' },
    })
    const [begun] = stderr
      .split('\n')
      .map((line) => (line.startsWith('{') ? Line.parse(JSON.parse(line)) : undefined))
    expect(begun).toMatchObject({ msg: 'A command begins', request: model.requests[0]?.id })
  })
})

/** Wherever foreign text comes from, it holds every secret there is. */
describe('secrets', () => {
  const planted = {
    OPENAI_API_KEY: 'sk-planted/"key"\\of+the model',
    ANTHROPIC_API_KEY: 'sk-ant-planted-key',
    HF_TOKEN: 'hf_planted_token',
  }
  const password = 'pässword:planted'
  let secrets: readonly string[]
  /** The secrets in a text as a server may write them back; short enough to be quoted. */
  const foreign = () => secrets.join(' ; ')
  beforeEach(() => {
    const { botToken, appToken } = slack.workspace
    secrets = [...Object.values(planted), password, botToken, appToken, discord.token]
  })

  /** As they are, as addresses write them, and as JSON does. */
  function expectNone(text: string): void {
    const forms = secrets.flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
    ])
    expect(forms.filter((form) => text.includes(form))).toEqual([])
  }

  it('are in nothing that is written, whatever the model, Slack, Discord and a source say', async () => {
    const papers = await startHuggingFace(new Map())
    papers.meet({ status: 403, body: foreign() })
    const running = await start({
      ...planted,
      LOG_LEVEL: 'debug',
      PGPASSWORD: password,
      SOURCES: 'huggingface',
      HUGGINGFACE_URL: papers.url,
    })
    const refusals = [401, 403, 404, 413, 429, 500].map((status) =>
      failing(status, { message: foreign(), type: foreign(), code: foreign() }),
    )
    const nonsense = streamed({ claims: [{ text: `${foreign()} cure everything.`, cites: ['1.1'] }] })
    next = [
      ...refusals,
      failing(400, { message: `response_format ${foreign()}` }),
      failing(400, { message: foreign() }),
      { kind: 'stream', pieces: [], ending: { error: { message: foreign() } } },
      ...[nonsense, nonsense, nonsense, streamed(foreign()), streamed(foreign())],
    ]
    const said = next.map(() => slack.people.dm(question))
    await eventually(() => {
      const answers = said.map(({ channel, thread }) => inSlack(channel, thread).join())
      expect(answers.filter((answer) => !answer.includes('TAROT'))).toEqual([])
      expectNone(answers.join())
    })
    expect(next).toEqual([])

    const attempts = slack.callsOf('chat.postMessage').length
    slack.faults.next('chat.postMessage', { kind: 'refused', error: foreign() })
    slack.people.dm(question)
    await eventually(() => expect(slack.callsOf('chat.postMessage').length).toBeGreaterThan(attempts))

    const ada = discord.person('Ada')
    discord.faults.add(/messages/, { status: 400, message: foreign() }, 1)
    discord.faults.add(/callback/, { status: 400, message: foreign() }, 1)
    ada.say(discord.dm(ada), question)
    const { interaction } = ada.slash(discord.general, 'paper ask', { question })
    await eventually(() => expect(running.said.stderr).toContain('Papers could not be fetched'))
    await running.stop()
    await papers.close()
    const written = running.said.stdout + running.said.stderr
    expect(written).toContain('[redacted]')
    expectNone(written)
    expect(written).not.toContain(interaction.token)
  })

  it('are in no complaint about the settings or the database', async () => {
    const passwords = [
      { DATABASE_URL: `postgres://ada:${encodeURIComponent(password)}@127.0.0.1:1/papers` },
      { DATABASE_URL: `sqlite:/dev/null/${planted.HF_TOKEN}.sqlite` },
      { DATABASE_URL: password, PORT: planted.HF_TOKEN, CHAT_MODEL: planted.OPENAI_API_KEY },
      { SLACK_BOT_TOKEN: slack.workspace.appToken, SLACK_APP_TOKEN: slack.workspace.botToken },
      { OPENAI_BASE_URL: `https://ada:${encodeURIComponent(password)}@`, TIME_ZONE: planted.HF_TOKEN },
    ]
    for (const settings of passwords) {
      const { stdout, stderr, code } = await runPaperboy(['ask', question], {
        folder: freshFolder(),
        settings: { ...planted, OPENAI_BASE_URL: model.url, LOG_LEVEL: 'debug', ...settings },
      })
      expect(code, stderr).toBe(1)
      expect(stderr).not.toBe('')
      expectNone(stdout + stderr)
    }
  })
})
