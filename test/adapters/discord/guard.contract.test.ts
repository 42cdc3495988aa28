import { createServer } from 'node:http'
import { REST } from 'discord.js'
import { describe, expect, it, vi } from 'vitest'
import { createGuard } from '../../../src/adapters/discord/guard.ts'
import { limits } from '../../../src/adapters/discord/limits.ts'
import { listen } from '../../loopback.ts'

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

describe('The guard', () => {
  it('ends requests far below the number that Discord bans an address for, and for ten minutes', async () => {
    let arrived = 0
    const server = createServer((_, response) => {
      arrived++
      response.writeHead(403, { 'content-type': 'application/json' })
      response.end('{"code":50013,"message":"Missing Permissions"}')
    })
    const port = await listen(server)
    let now = Date.UTC(2026, 0, 1)
    const makeRequest = createGuard({ clock: { now: () => new Date(now) }, log })
    const rest = new REST({
      api: `http://127.0.0.1:${port}/api`,
      makeRequest,
      globalRequestsPerSecond: 10_000,
    })
    let asked = 0
    const channel = () => `/channels/${10n ** 17n + BigInt(asked++)}/messages` as const
    const ask = () => rest.get(channel(), { auth: false }).catch((error: unknown) => error)

    for (let count = 0; count < limits.invalidRequests + 100; count++) await ask()
    expect(arrived).toBe(limits.invalidRequests)
    expect(arrived).toBeLessThan(10_000 / 2)
    expect(await ask()).toMatchObject({ message: expect.stringContaining('too many requests') })
    // A person who presses a button is still told something.
    const callback = '/interactions/100000000000000000/token/callback'
    await rest.post(callback, { auth: false, body: {} }).catch(() => undefined)
    expect(arrived).toBe(limits.invalidRequests + 1)

    now += limits.invalidWindowMilliseconds
    await ask()
    expect(arrived).toBe(limits.invalidRequests + 2)
    server.close()
    server.closeAllConnections()
  })

  it('lets one who clicks for what is refused silence nothing but that', async () => {
    const arrived = new Map<string, number>()
    const server = createServer(({ url = '' }, response) => {
      const kind = url.split('/').at(-1) ?? ''
      arrived.set(kind, (arrived.get(kind) ?? 0) + 1)
      const refused = kind === 'threads'
      response.writeHead(refused ? 403 : 200, { 'content-type': 'application/json' })
      response.end(refused ? '{"code":50013,"message":"Missing Permissions"}' : '{}')
    })
    const port = await listen(server)
    const makeRequest = createGuard({ clock: { now: () => new Date(0) }, log })
    const api = `http://127.0.0.1:${port}/api/v10`
    const channel = (number: number) => `${api}/channels/10000000000000000${number}`
    const post = (url: string) => makeRequest(url, { method: 'POST' }).catch((error: unknown) => error)
    for (let click = 0; click < 1_000; click++) {
      await post(`${api}/interactions/${10n ** 17n + BigInt(click)}/token${click}/callback`)
      await post(`${channel(1)}/messages/${10n ** 17n + BigInt(click)}/threads`)
    }
    expect(Object.fromEntries(arrived)).toEqual({ callback: 1_000, threads: limits.invalidRequestsInPlace })
    await post(`${channel(1)}/messages`)
    await post(`${channel(2)}/messages/100000000000000001/threads`)
    expect(Object.fromEntries(arrived)).toMatchObject({
      messages: 1,
      threads: limits.invalidRequestsInPlace + 1,
    })
    server.close()
    server.closeAllConnections()
  })

  it('gives what is turned away without a time one that grows, and an end', async () => {
    const answers: { 'retry-after'?: string }[] = []
    const server = createServer((_, response) => {
      response.writeHead(429, { 'content-type': 'text/html', ...answers.shift() })
      response.end('<html>error 1015</html>')
    })
    const port = await listen(server)
    const makeRequest = createGuard({ clock: { now: () => new Date() }, log })
    const elapsed = vi.spyOn(performance, 'now')
    let now = 0
    elapsed.mockImplementation(() => now)
    const waitTold = async (path: string) => {
      const { headers } = await makeRequest(`http://127.0.0.1:${port}${path}`, { method: 'GET' })
      return Number(headers.get('retry-after'))
    }
    try {
      answers.push({ 'retry-after': '2.5' }, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() })
      expect(await waitTold('/told')).toBe(2.5)
      expect(await waitTold('/told')).toBeGreaterThan(55)
      const waits: number[] = []
      for (let times = 0; times < 6; times++) {
        waits.push(await waitTold('/untold'))
        // What was under way at the same time was turned away once.
        expect(await waitTold('/untold')).toBe(waits.at(-1))
        now += (waits.at(-1) ?? 0) * 1_000
      }
      expect(waits).toEqual([1, 2, 4, 8, 16, 32])
      await expect(waitTold('/untold')).rejects.toThrow('turns requests away')
      expect(await waitTold('/other')).toBe(1)
    } finally {
      elapsed.mockRestore()
      server.close()
      server.closeAllConnections()
    }
  })
})
