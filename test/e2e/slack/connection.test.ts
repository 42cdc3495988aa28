import { describe, expect, vi } from 'vitest'
import { eventually, patience } from '../../eventually.ts'
import type { FakeSlack } from '../../fakes/slack/fake-slack.ts'
import { answerIn } from './running-bot.ts'
import { it } from './with-slack.ts'

describe.concurrent('The connection', () => {
  const disturbances: readonly [string, (fake: FakeSlack) => void][] = [
    ['Slack wants a fresh one', (fake: FakeSlack) => fake.socketMode.disconnect('refresh_requested')],
    ['Slack warns that it ends', (fake: FakeSlack) => fake.socketMode.disconnect('warning')],
    ['it is cut', (fake: FakeSlack) => fake.socketMode.drop()],
    ['it is dead without a word', (fake: FakeSlack) => fake.socketMode.freeze()],
  ]
  it.for(disturbances)(
    'is made again soon when %s, and nothing said meanwhile is lost',
    async ([, disturb], { slack, start }) => {
      await start()
      await answerIn(slack, slack.people.mention('What is TAROT?'))
      const before = slack.socketMode.opened()
      const started = performance.now()
      disturb(slack)
      const meanwhile = slack.people.mention('What is AutoInt?')
      await vi.waitFor(() => expect(slack.socketMode.opened()).toBeGreaterThan(before), patience)
      process.stdout.write(`connected again after ${Math.round(performance.now() - started)} ms\n`)
      await answerIn(slack, meanwhile)
      // Slack notices by itself that a connection is dead; until then commands sent there are lost.
      await vi.waitFor(() => expect(slack.socketMode.connections()).toBe(1), patience)
      await slack.interactions.command('settings')
      await eventually(() => expect(slack.messages.onlyFor(slack.workspace.ada)).not.toEqual([]))
      expect(slack.messages.answers(meanwhile.channel, meanwhile.ts)).toHaveLength(1)
    },
  )

  it('is tried again when Slack refuses it at first', async ({ slack, start }) => {
    slack.socketMode.refuseNext(2)
    slack.faults.next('auth.test', { kind: 'status', status: 503 })
    await start()
    await answerIn(slack, slack.people.mention('What is TAROT?'))
  })
})

describe.concurrent('A Slack that cannot be reached', () => {
  it('ends the start after a while with one clear line', async ({ slack, launch }) => {
    slack.faults.always('auth.test', { kind: 'status', status: 503 })
    const launched = launch()
    const { code } = await launched.exit
    expect(code).toBe(1)
    expect(slack.callsOf('auth.test').length).toBeGreaterThan(2)
    expect(launched.output()).toMatch(/Slack/)
    expect(launched.output()).not.toMatch(/\bat .*\.js:\d+/)
  })

  it('may be written with or without a slash at the end of its address', async ({ slack, start }) => {
    await start({ settings: { SLACK_API_URL: slack.url.replace(/\/$/, '') } })
    await answerIn(slack, slack.people.mention('What is TAROT?'))
  })
})

describe.concurrent('A token that Slack does not take', () => {
  it('ends the start with one clear line', async ({ launch }) => {
    for (const [settings, name] of [
      [{ SLACK_BOT_TOKEN: 'xoxb-wrong' }, 'SLACK_BOT_TOKEN'],
      [{ SLACK_APP_TOKEN: 'xapp-wrong' }, 'SLACK_APP_TOKEN'],
    ] as const) {
      const launched = launch({ settings })
      const { code } = await launched.exit
      expect(code).toBe(1)
      expect(launched.output()).toContain(name)
      expect(launched.output()).toMatch(/invalid_auth/)
      expect(launched.output()).not.toMatch(/\bat .*\.js:\d+/)
      expect(launched.output()).not.toContain(Object.values(settings)[0])
    }
  })

  it('any more ends the process with one clear line', async ({ slack, start }) => {
    const running = await start()
    await answerIn(slack, slack.people.mention('What is TAROT?'))
    slack.workspace.revoke('token_revoked')
    slack.people.mention('What is AutoInt?')
    const { code } = await running.exit
    expect(code).toBe(1)
    expect(running.output()).toContain('token_revoked')
  })
})
