import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventEnvelope } from '../../fakes/slack/delivery/envelopes.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { answerIn, expectGoodGuest, type RunningBot, startBot } from './running-bot.ts'

let slack: FakeSlack
let bot: RunningBot
beforeAll(async () => {
  slack = await startFakeSlack()
  bot = await startBot(slack)
})
afterAll(async () => {
  await bot.stop()
  await slack.close()
})

/** A message that Slack tells of in words of its own. */
async function tell(text: string, channel: string, fields: Record<string, unknown>) {
  const { workspace, messages } = slack
  const message = messages.post({
    channel,
    text,
    ts: workspace.nextTime(),
    user: workspace.ada,
    fromBot: false,
  })
  const { ts, user } = message
  await slack.deliver(eventEnvelope(workspace, { type: 'message', user, text, ts, channel, ...fields }))
  return { channel, thread: ts }
}
const addressed = () => `<@${slack.workspace.bot.user}> What is TAROT?`
const directChannel = () => slack.workspace.directMessage(slack.workspace.ada).id

describe('A question is recognised', () => {
  it('in a direct message whose kind of channel is not told', async () => {
    await answerIn(slack, await tell('What is TAROT?', directChannel(), {}))
  })

  it('with a file beside it, sent to the channel from a thread, and in a private channel', async () => {
    const { general } = slack.workspace
    await answerIn(
      slack,
      await tell(addressed(), general, { subtype: 'file_share', channel_type: 'channel' }),
    )
    await answerIn(
      slack,
      await tell(addressed(), general, { subtype: 'thread_broadcast', channel_type: 'channel' }),
    )
    await answerIn(slack, await tell(addressed(), general, { channel_type: 'group' }))
  })

  it('through the mark-up that Slack adds to what people type', async () => {
    const marked = `<@${slack.workspace.bot.user}|paperboy> What is <http://tarot.ai|TAROT> &amp; how does it work?`
    expect(readable(await answerIn(slack, await tell(marked, slack.workspace.general, {})))).toContain(
      'TAROT',
    )
  })
})

describe('Events that ask nothing', () => {
  it.each([
    ['an event of a kind nobody knows', { type: 'weather_changed', text: 'rain' }],
    ['a message without words', { type: 'message', user: 'U0ADA', channel: 'C0GENERAL', ts: '1.000001' }],
    ['an event without anything', {}],
    [
      'somebody joining',
      { type: 'message', subtype: 'channel_join', user: 'U0ADA', text: 'joined', ts: '1.2' },
    ],
    ['a reaction', { type: 'reaction_added', user: 'U0ADA', reaction: 'tada', item: { type: 'message' } }],
  ])('are acknowledged and left alone: %s', async (_, event) => {
    const before = slack.messages.all.length
    const ack = await slack.deliver(eventEnvelope(slack.workspace, event))
    expect(ack.latency).toBeLessThan(3_000)
    expect(slack.messages.all).toHaveLength(before)
  })

  it('and commands and clicks nobody knows are acknowledged too', async () => {
    const { team, general, ada } = slack.workspace
    const unknown = { team: { id: team }, user: { id: ada }, channel: { id: general }, actions: [] }
    for (const type of ['block_actions', 'view_closed', 'view_submission', 'shortcut', 'message_action'])
      expect(
        (await slack.deliver({ kind: 'interactive', what: type, body: { type, ...unknown } })).latency,
        type,
      ).toBeLessThan(3_000)
    await answerIn(slack, slack.people.mention('What is TAROT?'))
    expectGoodGuest(slack)
  })
})
