import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createBoltLog } from '../../../src/adapters/slack/connection/bolt-log.ts'
import { createHttpReceiver } from '../../../src/adapters/slack/connection/http-receiver.ts'
import { createHttpServer } from '../../../src/operator/http-server.ts'
import { freePort } from '../../loopback.ts'

const signingSecret = 'fake-signing-secret'
let receiver: ReturnType<typeof createHttpReceiver>
let url: string
beforeEach(async () => {
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const port = await freePort()
  const { serve } = createHttpServer({ host: '127.0.0.1', port, advice: '', log: silent })
  receiver = createHttpReceiver({ signingSecret, serve, logger: createBoltLog(silent) })
  await receiver.start()
  url = `http://127.0.0.1:${port}/slack/events`
})
afterEach(async () => {
  await receiver.stop()
})

async function post(body: string, type = 'application/json', secret = signingSecret): Promise<number> {
  const time = String(Math.floor(Date.now() / 1000))
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`
  const headers = { 'content-type': type, 'x-slack-request-timestamp': time, 'x-slack-signature': signature }
  return (await fetch(url, { method: 'POST', body, headers })).status
}

it.each([
  ['null', 'application/json'],
  ['5', 'application/json'],
  ['"text"', 'application/json'],
  ['payload=null', 'application/x-www-form-urlencoded'],
])('turns away %s as %s, though it is signed, and lives', async (body, type) => {
  expect(await post(body, type)).toBe(400)
  expect(await post('{"type":"url_verification","challenge":"c"}')).toBe(200)
})

it('still asks for the signature', async () => {
  expect(await post('{"type":"url_verification","challenge":"c"}', 'application/json', 'wrong')).toBe(401)
  expect(await post('{')).toBe(400)
  expect(
    (await fetch(url.replace('/slack/events', '/elsewhere'), { method: 'POST', body: '{}' })).status,
  ).toBe(404)
  expect((await fetch(url.replace('/slack/events', '/elsewhere'))).status).toBe(404)
})
