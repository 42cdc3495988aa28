import { App } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../../eventually.ts'
import { portOf } from '../../loopback.ts'
import { connect, silent } from './bolt-app.ts'
import { post } from './delivery/signed-http.ts'
import { type FakeSlack, startFakeSlack } from './fake-slack.ts'

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

describe('The fake Slack disturbs', () => {
  const post = (text: string) => app.client.chat.postMessage({ channel: slack.workspace.general, text })

  it('connections: the client comes back each time and events are repeated', async () => {
    const seen: string[] = []
    app.message(async ({ message }) => void ('text' in message && seen.push(message.text ?? '')))
    const disturbances = [
      () => slack.socketMode.disconnect('refresh_requested'),
      () => slack.socketMode.drop(),
      () => slack.socketMode.freeze(),
    ]
    for (const [index, disturb] of disturbances.entries()) {
      const before = slack.socketMode.opened()
      disturb()
      slack.people.say(`message ${index}`)
      await vi.waitFor(() => expect(slack.socketMode.opened()).toBeGreaterThan(before), 10_000)
      await vi.waitFor(() => expect(seen).toContain(`message ${index}`), 10_000)
    }
  })

  it('calls: errors, rate limits, cut connections and lost answers', async () => {
    slack.faults.next(
      'chat.postMessage',
      { kind: 'rate-limited', retryAfterSeconds: 1 },
      { kind: 'cut' },
      { kind: 'lost', answer: 'status-500' },
    )
    await expect(post('again and again')).rejects.toThrow()
    // The last attempt took place although its answer was lost.
    expect(slack.messages.in(slack.workspace.general)).toHaveLength(1)
    expect(slack.callsOf('chat.postMessage')).toHaveLength(3)
    await expect(post('calm')).resolves.toMatchObject({ ok: true })
    slack.faults.next('chat.postMessage', { kind: 'refused', error: 'fatal_error' })
    await expect(post('refused')).rejects.toThrow('fatal_error')
  })

  it('permissions: closed and archived channels, missing scopes, revoked tokens', async () => {
    const to = (channel: string) => app.client.chat.postMessage({ channel, text: 'hello' })
    await expect(to(slack.workspace.closed)).rejects.toThrow('not_in_channel')
    await expect(to('C0NOWHERE')).rejects.toThrow('channel_not_found')
    slack.workspace.channel(slack.workspace.general).archived = true
    await expect(to(slack.workspace.general)).rejects.toThrow('is_archived')
    await expect(to(slack.workspace.ada)).resolves.toMatchObject({ ok: true })
    slack.workspace.scopes.delete('chat:write')
    await expect(to(slack.workspace.ada)).rejects.toMatchObject({ data: { needed: 'chat:write' } })
    slack.workspace.revoke('token_revoked')
    await expect(app.client.auth.test()).rejects.toThrow('token_revoked')
  })
})

describe('The fake Slack in HTTP mode', () => {
  it('signs what it sends, and Bolt lets nothing else in', async () => {
    const { url: slackApiUrl, workspace } = slack
    const { signingSecret, botToken: token } = workspace
    const web = new App({ token, signingSecret, clientOptions: { slackApiUrl }, logger: silent })
    const seen: string[] = []
    web.event('app_mention', async ({ event }) => void seen.push(event.text))
    web.command('/paper', async ({ ack, command }) => {
      seen.push(command.text)
      await ack('At once')
    })
    const server = await web.start({ port: 0, host: '127.0.0.1' })
    const events = `http://127.0.0.1:${portOf(server)}/slack/events`

    slack.deliverTo(events)
    await slack.people.mention('hello').delivered
    await slack.interactions.command('help')
    await eventually(() => expect(seen).toEqual([expect.stringContaining('hello'), 'help']))
    expect(slack.messages.onlyFor(workspace.ada).map(({ text }) => text)).toEqual(['At once'])

    const body = { type: 'application/json', text: '{"type":"url_verification","challenge":"abc"}' }
    const signing = { secret: signingSecret }
    expect(await (await post(events, body, signing)).json()).toEqual({ challenge: 'abc' })
    expect((await post(events, body, { ...signing, secondsOld: 600 })).status).toBe(401)
    expect((await post(events, body, { ...signing, signature: 'v0=forged' })).status).toBe(401)
    await web.stop()
  })
})
