import { describe, expect, it } from 'vitest'
import { PaperboyError } from '../../src/lib/errors.ts'
import { createAdapterRunner } from '../../src/operator/run-adapters.ts'
import type { Adapter } from '../../src/platform/adapter.ts'
import type { Handle } from '../../src/platform/request.ts'

const handle: Handle = async function* () {}
const revoked = new PaperboyError('Slack has revoked the token.', 'Install the app anew.')

/** An adapter whose connection the test makes succeed, fail, or break later. */
function scripted(name: string) {
  const connecting = Promise.withResolvers<void>()
  const failing = Promise.withResolvers<PaperboyError>()
  const deeds: string[] = []
  let isLost = false
  const adapter: Adapter = {
    name,
    start(given) {
      deeds.push(given === handle ? 'start' : 'start with another handle')
      return connecting.promise
    },
    async stop() {
      deeds.push('stop')
      connecting.reject(new PaperboyError('Stopped while connecting.', ''))
    },
    failed: failing.promise,
    isConnected: () => !isLost,
  }
  const lose = () => {
    isLost = true
  }
  return {
    adapter,
    deeds,
    lose,
    connect: connecting.resolve,
    refuse: connecting.reject,
    fail: failing.resolve,
  }
}

function run(...adapters: readonly Adapter[]) {
  const told: string[] = []
  const stopping = new AbortController()
  const silent = () => undefined
  const runner = createAdapterRunner(adapters, {
    say: (line) => void told.push(line),
    complain: (error) => void told.push(`! ${error instanceof Error ? error.message : error}`),
    log: { debug: silent, info: silent, warn: silent, error: silent },
  })
  return { runner, told, stop: () => stopping.abort(), ended: runner.run(handle, stopping.signal) }
}

const states = ({ runner }: ReturnType<typeof run>) => runner.statuses().map(({ state }) => state)
/** Resolves when everything that can go on has gone on. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('adapters side by side', () => {
  it('connect each on its own, and all stop in order at the signal', async () => {
    const [slack, discord] = [scripted('Slack'), scripted('Discord')]
    const running = run(slack.adapter, discord.adapter)
    expect(states(running)).toEqual(['connecting', 'connecting'])
    discord.connect()
    await settled()
    expect(states(running)).toEqual(['connecting', 'connected'])
    slack.connect()
    await settled()
    slack.lose()
    expect(states(running)).toEqual(['reconnecting', 'connected'])
    expect(running.told).toEqual([
      'Paperboy answers in Discord. Stop it with Ctrl-C.',
      'Paperboy answers in Slack. Stop it with Ctrl-C.',
    ])
    running.stop()
    expect(await running.ended).toBe(0)
    expect([slack.deeds, discord.deeds]).toEqual([
      ['start', 'stop'],
      ['start', 'stop'],
    ])
    expect(states(running)).toEqual(['stopped', 'stopped'])
  })

  it('go on without the one that cannot connect', async () => {
    const [slack, discord] = [scripted('Slack'), scripted('Discord')]
    const running = run(slack.adapter, discord.adapter)
    discord.connect()
    slack.refuse(revoked)
    await settled()
    expect(running.told).toContain('! Slack has revoked the token.')
    expect(states(running)).toEqual(['failed', 'connected'])
    running.stop()
    expect(await running.ended).toBe(0)
  })

  it('go on without the one that breaks later, until the last one has', async () => {
    const [slack, discord] = [scripted('Slack'), scripted('Discord')]
    const running = run(slack.adapter, discord.adapter)
    slack.connect()
    discord.connect()
    await settled()
    slack.fail(revoked)
    await settled()
    expect(states(running)).toEqual(['failed', 'connected'])
    discord.fail(new PaperboyError('Discord has closed the door.', 'Knock.'))
    expect(await running.ended).toBe(1)
    expect(states(running)).toEqual(['failed', 'failed'])
    // Also what failed is stopped, so that it holds nothing open.
    expect(slack.deeds).toEqual(['start', 'stop'])
  })

  it('are stopped while they connect without a complaint', async () => {
    const slack = scripted('Slack')
    const running = run(slack.adapter)
    running.stop()
    expect(await running.ended).toBe(0)
    await settled()
    expect(running.told).toEqual([])
    expect(states(running)).toEqual(['stopped'])
  })

  it('end also when one of them throws as it stops', async () => {
    const [slack, discord] = [scripted('Slack'), scripted('Discord')]
    const broken = { ...slack.adapter, stop: () => Promise.reject(new Error('socket gone')) }
    const running = run(broken, discord.adapter)
    slack.connect()
    discord.connect()
    await settled()
    running.stop()
    expect(await running.ended).toBe(0)
    expect(discord.deeds).toContain('stop')
  })
})
