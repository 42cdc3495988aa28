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
    const ask = () => rest.get('/gateway', { auth: false }).catch((error: unknown) => error)

    for (let count = 0; count < limits.invalidRequests + 100; count++) await ask()
    expect(arrived).toBe(limits.invalidRequests)
    expect(arrived).toBeLessThan(10_000 / 2)
    expect(await ask()).toMatchObject({ message: expect.stringContaining('too many requests') })

    now += limits.invalidWindowMilliseconds
    await ask()
    expect(arrived).toBe(limits.invalidRequests + 1)
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
