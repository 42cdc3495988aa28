import { describe, expect, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import type { FakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import type { Fault } from '../../fakes/slack/web-api/faults.ts'
import { alone, answerIn, endInOrder, isFinished } from './running-bot.ts'
import { it } from './with-slack.ts'

const question = 'What is TAROT?'

/** A member asks for what only those who manage a place may have, so that the answer is for one person. */
const managed = { settings: { SUBSCRIPTIONS_BY: 'managers' } }

describe.concurrent('An answer arrives, once, although', () => {
  const faults: readonly [string, Fault][] = [
    ['Slack fails', { kind: 'status', status: 500 }],
    ['Slack is unavailable', { kind: 'status', status: 503 }],
    ['Slack has an inner error', { kind: 'refused', error: 'internal_error' }],
    ['the connection is cut', { kind: 'cut' }],
    ['calls come too often', { kind: 'rate-limited', retryAfterSeconds: 1 }],
    ['it took place, and then Slack failed', { kind: 'lost', answer: 'status-500' }],
    ['it took place, and then the connection was cut', { kind: 'lost', answer: 'cut' }],
  ]
  it.for(faults)('%s', async ([, fault], { slack, start }) => {
    const bot = await start()
    slack.faults.next('chat.postMessage', fault, fault)
    const said = slack.people.mention(question)
    await answerIn(slack, said)
    await endInOrder(slack, bot)
    expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
    expect(slack.refusals()).toEqual([])
  })

  it('it took place and nothing ever came back', async ({ slack, start }) => {
    const bot = await start()
    slack.faults.next('chat.postMessage', { kind: 'lost', answer: { silentMilliseconds: 60_000 } })
    const said = slack.people.mention(question)
    await answerIn(slack, said)
    await endInOrder(slack, bot)
    expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
  })
})

describe.concurrent('What was asked by command arrives, once, although', () => {
  const { ada, general } = { ada: 'U0ADA', general: 'C0GENERAL' }

  it.for([
    { kind: 'lost', answer: 'status-500' },
    { kind: 'lost', answer: 'cut' },
    { kind: 'status', status: 500 },
  ] as const)('posting meets %o', async (fault, { slack, start }) => {
    const bot = await start()
    slack.faults.next('chat.postMessage', fault)
    await slack.interactions.command(`ask ${question}`)
    const shown = () => slack.messages.in(general).filter(({ fromBot }) => fromBot)
    await vi.waitFor(() => expect(shown().filter(isFinished)).toHaveLength(1), patience)
    await endInOrder(slack, bot)
    expect(shown()).toHaveLength(1)
  })

  it.for([
    { kind: 'rate-limited', retryAfterSeconds: 1 },
    { kind: 'refused', error: 'expired_url' },
  ] as const)('the response address meets %o', async (fault, { slack, start }) => {
    const bot = await start(managed)
    slack.faults.next('response_url', fault)
    await slack.interactions.command('subscribe')
    const seen = () => slack.messages.onlyFor(ada).map(readable).join('\n')
    await vi.waitFor(() => expect(seen()).toContain('You cannot change'), patience)
    await endInOrder(slack, bot)
    expect(slack.messages.onlyFor(ada)).toHaveLength(1)
  })

  it.for([
    { kind: 'lost', answer: 'status-500' },
    { kind: 'lost', answer: 'cut' },
  ] as const)('the response address meets %o, which nobody can look for', async (fault, { slack, start }) => {
    const bot = await start(managed)
    slack.faults.next('response_url', fault)
    await slack.interactions.command('subscribe')
    const seen = () => slack.messages.onlyFor(ada).map(readable).join('\n')
    await vi.waitFor(() => expect(seen()).toContain('You cannot change'), patience)
    await endInOrder(slack, bot)
    expect(slack.messages.onlyFor(ada)).toHaveLength(1)
  })

  it.for([
    { kind: 'lost', answer: 'status-500' },
    { kind: 'lost', answer: 'cut' },
  ] as const)(
    'a message to one person meets %o, which nobody can look for',
    async (fault, { slack, start }) => {
      const bot = await start(managed)
      slack.faults.next('response_url', { kind: 'refused', error: 'expired_url' })
      slack.faults.next('chat.postEphemeral', fault)
      await slack.interactions.command('subscribe')
      const seen = () => slack.messages.onlyFor(ada).map(readable).join('\n')
      await vi.waitFor(() => expect(seen()).toContain('You cannot change'), patience)
      await endInOrder(slack, bot)
      expect(slack.messages.onlyFor(ada)).toHaveLength(1)
      expect(slack.messages.in(slack.workspace.directMessage(ada).id)).toEqual([])
    },
  )
})

describe.concurrent('Slack’s pauses', () => {
  it('are kept: no call of the method comes before its time', async ({ slack, start }) => {
    await start()
    const pause = { kind: 'rate-limited', retryAfterSeconds: 2 } as const
    slack.faults.next('chat.postMessage', pause, pause)
    const said = slack.people.mention(question)
    await answerIn(slack, said)
    const [first, second, third] = slack.callsOf('chat.postMessage').map(({ at }) => at)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_990)
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(1_990)
  })

  it('are rarely needed: edits of a message are a second apart', async ({ slack, start }) => {
    await start()
    const said = Array.from({ length: 20 }, () => slack.people.mention(question))
    for (const one of said) await answerIn(slack, one)
    for (const { channel, ts } of said)
      for (const { versions } of slack.messages.answers(channel, ts)) {
        const gaps = versions.slice(1, -1).map(({ at }, index) => at - (versions[index]?.at ?? 0))
        expect(gaps.every((gap) => gap >= 900)).toBe(true)
      }
  })
})

describe.concurrent('A person who asks where Paperboy may not speak is told what to do', () => {
  const { ada, closed } = { ada: 'U0ADA', closed: 'C0CLOSED' }
  const tellsInDm = async (slack: FakeSlack, words: RegExp) =>
    vi.waitFor(() => {
      const dm = slack.messages.in(slack.workspace.directMessage(ada).id)
      expect(dm.map(readable).join('\n')).toMatch(words)
    }, patience)

  it('in an archived channel', async ({ slack, start }) => {
    await start()
    slack.workspace.channel(slack.workspace.general).archived = true
    slack.people.mention(question)
    await tellsInDm(slack, /archived/)
  })

  it('without the permission to write', async ({ slack, start }) => {
    await start()
    slack.workspace.scopes.delete('chat:write')
    await slack.interactions.command(`ask ${question}`)
    await vi.waitFor(
      () => expect(slack.messages.onlyFor(ada).map(readable).join('\n')).toMatch(/chat:write/),
      patience,
    )
  })

  it('as operator, without what Slack asks for before it tells of invitations', async ({ slack, start }) => {
    slack.workspace.scopes.delete('groups:read')
    const bot = await start({ settings: { OPERATORS: ada } })
    await slack.interactions.command('status')
    await vi.waitFor(
      () =>
        expect(alone(slack).map(readable).join('\n')).toMatch(
          /Slack lacks.*groups:read.*install the app again/s,
        ),
      patience,
    )
    await endInOrder(slack, bot)
  })

  it('by a command in a channel it is not in: the answer comes all the same', async ({ slack, start }) => {
    await start()
    await slack.interactions.command(`ask ${question}`, { channel: closed })
    await vi.waitFor(() => {
      const seen = [...slack.messages.in(closed), ...slack.messages.onlyFor(ada)]
      expect(seen.map(readable).join('\n')).toContain('[1]')
    }, patience)
  })

  it('by a click that came too late for a dialog: the evidence comes as a message', async ({
    slack,
    start,
  }) => {
    await start()
    const answer = await answerIn(slack, slack.people.mention(question))
    slack.faults.next('views.open', { kind: 'refused', error: 'expired_trigger_id' })
    await slack.interactions.click(answer, 'Show evidence')
    await vi.waitFor(
      () => expect(slack.messages.onlyFor(ada).map(readable).join('\n')).toContain('Evidence'),
      patience,
    )
  })
})
