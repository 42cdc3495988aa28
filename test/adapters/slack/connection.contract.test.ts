import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createHttpServer } from '../../../src/operator/http-server.ts'
import { subscriptionOf } from '../../contracts/store-posts.ts'
import { freePort } from '../../loopback.ts'
import { openBench } from './slack-bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>
afterEach(() => bench.close())

describe('Socket Mode', () => {
  it('goes on over a new connection when Slack replaces the old one, without a gap', async () => {
    bench = await openBench()
    await bench.start()
    bench.slack.socketMode.disconnect('refresh_requested')
    const said = bench.slack.people.mention('what is TAROT?')
    expect(await bench.answers(said)).toHaveLength(1)
  })

  it('connects again when the connection is cut', async () => {
    bench = await openBench()
    await bench.start()
    bench.slack.socketMode.drop()
    await vi.waitFor(() => expect(bench.slack.socketMode.connections()).toBe(1), 2_000)
    const said = bench.slack.people.mention('what is TAROT?')
    expect(await bench.answers(said)).toHaveLength(1)
  })

  it('answers what came just before the connection broke, which Slack was never told of', async () => {
    bench = await openBench()
    await bench.start()
    for (const reason of ['warning', 'refresh_requested'] as const) {
      const said = bench.slack.people.mention(`what about ${reason}?`)
      bench.slack.socketMode.disconnect(reason)
      expect(await bench.answers(said)).toHaveLength(1)
    }
    const said = bench.slack.people.mention('what is TAROT?')
    bench.slack.socketMode.drop()
    expect(await bench.answers(said)).toHaveLength(1)
  })

  it('notices a connection that is only half open', async () => {
    bench = await openBench()
    await bench.start()
    bench.slack.socketMode.freeze()
    await vi.waitFor(() => expect(bench.slack.socketMode.opened()).toBe(2), 8_000)
    const said = bench.slack.people.mention('what is TAROT?')
    expect(await bench.answers(said)).toHaveLength(1)
  }, 20_000)

  it('says what it was not granted, once it is connected', async () => {
    bench = await openBench()
    expect(bench.lacks()).toBeUndefined()
    await bench.start()
    expect(bench.lacks()).toBeUndefined()
    await bench.close()
    bench = await openBench()
    for (const scope of ['channels:read', 'groups:read']) bench.slack.workspace.scopes.delete(scope)
    await bench.start()
    expect(bench.lacks()).toMatch(/^channels:read and groups:read: .*install the app again/)
  })

  it('says so once it was taken out of the workspace, whose posts were stopped by then', async () => {
    bench = await openBench()
    await bench.start()
    const { team: workspace } = bench.slack.workspace
    const to = { platform: 'slack', workspace, kind: 'channel', channel: 'C1' } as const
    await bench.store.subscriptions.put(subscriptionOf('a', 1, { to }))
    await bench.slack.surfaces.uninstall()
    expect(await bench.failed()).toMatchObject({ message: expect.stringContaining('Slack removed the app') })
    expect((await bench.store.subscriptions.get('a'))?.paused).toContain('I was removed from here')
    const isLeft = async () => (await bench.store.leaving.known('slack')).map((one) => one.isLeft)
    expect(await isLeft()).toEqual([true])
    // Installed anew, with a token that is good.
    await bench.restart()
    await vi.waitFor(async () => expect(await isLeft()).toEqual([false]))
  })

  it.each(['channel_left', 'group_left', 'member_left_channel'] as const)(
    'posts nothing more where it was put out of a channel: %s',
    async (type) => {
      bench = await openBench()
      await bench.start()
      const { team: workspace, general } = bench.slack.workspace
      const of = (channel: string) => ({ platform: 'slack', workspace, kind: 'channel', channel }) as const
      await bench.store.subscriptions.put(subscriptionOf('here', 1, { to: of(general) }))
      await bench.store.subscriptions.put(subscriptionOf('there', 1, { to: of('C0OTHER') }))
      const paused = async (id: string) => (await bench.store.subscriptions.get(id))?.paused !== undefined
      await bench.slack.surfaces.putOut({ type: 'member_left_channel', user: 'U0SOMEBODY' })
      await bench.slack.surfaces.putOut({ type })
      await vi.waitFor(async () => expect(await paused('here')).toBe(true))
      expect(await paused('there')).toBe(false)
      expect(await bench.store.leaving.known('slack')).toEqual([{ workspace, isLeft: false }])
    },
  )

  it('says what to do about a token that is not accepted', async () => {
    bench = await openBench({ botToken: 'xoxb-wrong' })
    await expect(bench.start()).rejects.toMatchObject({ message: expect.stringContaining('SLACK_BOT_TOKEN') })
    await bench.close()
    bench = await openBench({ appToken: 'xapp-wrong' })
    await expect(bench.start()).rejects.toMatchObject({ message: expect.stringContaining('SLACK_APP_TOKEN') })
  })

  it('waits for a Slack that does not answer at first', async () => {
    bench = await openBench()
    bench.slack.faults.next('auth.test', { kind: 'status', status: 503 }, { kind: 'cut' })
    bench.slack.faults.next('apps.connections.open', { kind: 'status', status: 503 })
    await bench.start()
    const said = bench.slack.people.mention('what is TAROT?')
    expect(await bench.answers(said)).toHaveLength(1)
  })
})

describe('HTTP', () => {
  async function openHttp(port: number) {
    const silent = () => undefined
    const log = { debug: silent, info: silent, warn: silent, error: silent }
    const { serve } = createHttpServer({ host: '127.0.0.1', port, advice: '', log })
    bench = await openBench({ signingSecret: 'fake-signing-secret', serve }, { socket: false })
    bench.slack.deliverTo(`http://127.0.0.1:${port}/slack/events`)
  }

  it('takes events, commands and clicks that Slack signed', async () => {
    await openHttp(await freePort())
    await bench.start()
    const said = bench.slack.people.mention('what is TAROT?')
    expect(await bench.answers(said)).toHaveLength(1)
    await bench.slack.interactions.command('help')
    await bench.settled(2)
    expect(bench.alone()).toHaveLength(1)
  })

  it('turns away what is not signed', async () => {
    const port = await freePort()
    await openHttp(port)
    await bench.start()
    const forged = await fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST', body: '{}' })
    expect(forged.status).toBe(401)
  })

  it('says what to do about a port that is taken', async () => {
    const port = await freePort()
    const other = createServer().listen(port)
    await once(other, 'listening')
    await openHttp(port)
    await expect(bench.start()).rejects.toMatchObject({ message: expect.stringContaining('PORT') })
    other.close()
  })
})
