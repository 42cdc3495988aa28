import type { App } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../eventually.ts'
import { connect } from './bolt-app.ts'
import { type FakeSlack, startFakeSlack } from './fake-slack.ts'
import { pings, readable } from './reading.ts'

let slack: FakeSlack
let app: App

beforeEach(async () => {
  slack = await startFakeSlack()
  app = await connect(slack)
})
afterEach(async () => {
  await app.stop()
  await slack.close()
})

describe('The fake Slack, used by Bolt', () => {
  it('brings mentions and keeps the answer in the thread', async () => {
    app.event('app_mention', async ({ event, say }) => {
      await say({ text: `You said ${event.text}`, thread_ts: event.ts })
    })
    const said = slack.people.mention('hello')
    await said.delivered
    await eventually(() => expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1))
    const [answer] = slack.messages.answers(said.channel, said.ts)
    expect(answer && readable(answer)).toContain('hello')
    expect(answer && pings(answer)).toEqual([`<@${slack.workspace.bot.user}>`])
    expect(slack.acks.every(({ latency = 9999 }) => latency < 1000)).toBe(true)
    expect(slack.refusals()).toEqual([])
  })

  it('tells the app of a mention twice and of its own messages too', async () => {
    await slack.people.mention('hello').delivered
    await app.client.chat.postMessage({ channel: slack.workspace.general, text: 'mine' })
    await eventually(() =>
      expect(slack.acks.map(({ what }) => what)).toEqual(['app_mention', 'message', 'message']),
    )
  })

  it('takes commands, their acknowledgement and answers through the response address', async () => {
    app.command('/paper', async ({ ack, respond, command }) => {
      await ack('One moment')
      for (let use = 0; use < 5; use++) await respond({ text: `${command.text} ${use}` })
      await expect(respond({ text: 'too much' })).rejects.toThrow()
    })
    await slack.interactions.command('help')
    await eventually(() => expect(slack.refusals()).toHaveLength(1))
    expect(slack.messages.onlyFor(slack.workspace.ada).map(({ text }) => text)).toEqual([
      'One moment',
      ...Array.from({ length: 5 }, (_, use) => `help ${use}`),
    ])
    expect(slack.refusals()[0]).toMatchObject({ method: 'response_url', refused: 'used_url' })
  })

  it('carries the press of a button back with its value', async () => {
    const pressed: unknown[] = []
    app.action(/.*/, async ({ ack, action }) => {
      await ack()
      pressed.push(action)
    })
    const blocks = [
      {
        type: 'actions',
        elements: [
          { type: 'button', text: { type: 'plain_text', text: 'Show' }, action_id: 'run:0', value: 'show 1' },
        ],
      },
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            action_id: 'feedback',
            positive_button: { text: { type: 'plain_text', text: 'Good' }, value: 'up' },
            negative_button: { text: { type: 'plain_text', text: 'Bad' }, value: 'down' },
          },
        ],
      },
    ]
    await app.client.chat.postMessage({ channel: slack.workspace.general, text: 'page', blocks })
    const [message] = slack.messages.in(slack.workspace.general)
    if (!message) throw new Error('Nothing was posted.')
    await slack.interactions.click(message, 'Show')
    await slack.interactions.click(message, 'Bad')
    await eventually(() =>
      expect(pressed).toMatchObject([
        { action_id: 'run:0', value: 'show 1' },
        { action_id: 'feedback', value: 'down' },
      ]),
    )
  })

  it('opens dialogs while the trigger is fresh, once', async () => {
    const view = {
      type: 'modal' as const,
      title: { type: 'plain_text' as const, text: 'Ask' },
      blocks: [{ type: 'divider' as const }],
    }
    app.shortcut('ask', async ({ ack, shortcut, client }) => {
      await ack()
      await client.views.open({ trigger_id: shortcut.trigger_id, view })
      await expect(client.views.open({ trigger_id: shortcut.trigger_id, view })).rejects.toThrow(
        'trigger_exchanged',
      )
      slack.triggers.expireAll()
    })
    const said = slack.people.say('something')
    const message = slack.messages.find(said.channel, said.ts)
    if (!message) throw new Error('Nothing was said.')
    await slack.interactions.shortcut(message, 'ask')
    await eventually(() => expect(slack.refusals()).toHaveLength(1))
    expect(slack.views.modals).toHaveLength(1)
  })

  it('opens the assistant pane and the Home tab', async () => {
    app.event('assistant_thread_started', async ({ event, client }) => {
      const { channel_id, thread_ts } = event.assistant_thread
      await client.assistant.threads.setSuggestedPrompts({
        channel_id,
        thread_ts,
        prompts: [{ title: 'Ask', message: 'What is TAROT?' }],
      })
    })
    app.event('app_home_opened', async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [{ type: 'divider' }] },
      })
    })
    const root = await slack.surfaces.startAssistantThread()
    await slack.surfaces.openHome()
    await eventually(() => {
      expect(slack.threads.get(`${root.channel}:${root.ts}`)?.prompts).toHaveLength(1)
      expect(slack.views.homes.has(slack.workspace.ada)).toBe(true)
    })
  })

  it('streams an answer that reads as one message', async () => {
    const { ts, channel } = slack.people.dm('hello')
    const stream = app.client.chatStream({ channel, thread_ts: ts, buffer_size: 5 })
    await stream.append({ markdown_text: 'A long ' })
    await stream.append({ markdown_text: 'answer' })
    await stream.stop()
    expect(slack.messages.answers(channel, ts).map(readable)).toEqual(['A long answer'])
  })

  it('takes files in three steps', async () => {
    await app.client.files.uploadV2({ filename: 'a.txt', file: Buffer.from('abc'), channel_id: 'C0GENERAL' })
    expect([...slack.files.values()]).toMatchObject([{ name: 'a.txt', length: 3 }])
  })
})
