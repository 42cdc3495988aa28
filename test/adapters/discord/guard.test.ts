import { createServer } from 'node:http'
import { REST } from 'discord.js'
import { describe, expect, it } from 'vitest'
import { createGuard } from '../../../src/adapters/discord/guard.ts'
import { limits } from '../../../src/adapters/discord/limits.ts'

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

describe('The guard', () => {
  it('waits some seconds, and longer each time, where a refusal does not say how long', async () => {
    let arrived = 0
    const server = createServer((_, response) => {
      arrived++
      if (arrived > 1) response.writeHead(200, { 'content-type': 'application/json' }).end('{"url":"x"}')
      else response.writeHead(429, { 'content-type': 'text/html' }).end('<html>error 1015</html>')
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const makeRequest = createGuard({ clock: { now: () => new Date() }, log })
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    const rest = new REST({ api: `${url}/api`, makeRequest })
    const started = performance.now()
    expect(await rest.get('/gateway', { auth: false })).toEqual({ url: 'x' })
    expect(performance.now() - started).toBeGreaterThan(4_500)
    expect(arrived).toBe(2)
    const asked: (string | null)[] = []
    for (let count = 0; count < 7; count++) {
      arrived = 0
      asked.push((await makeRequest(`${url}/api/x`, { method: 'GET' })).headers.get('retry-after'))
    }
    expect(asked).toEqual(['5', '10', '20', '40', '80', '120', '120'])
    server.close()
    server.closeAllConnections()
  })

  it('ends requests far below the number that Discord bans an address for, and for ten minutes', async () => {
    let arrived = 0
    const server = createServer((_, response) => {
      arrived++
      response.writeHead(403, { 'content-type': 'application/json' })
      response.end('{"code":50013,"message":"Missing Permissions"}')
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
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
})
