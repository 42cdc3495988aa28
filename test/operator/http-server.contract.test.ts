import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHttpServer, type HttpServer } from '../../src/operator/http-server.ts'
import { freePort } from '../loopback.ts'

const logged: string[] = []
const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (_: object, message: string) => void logged.push(message),
}

let port: number
let server: HttpServer
let url: string
const ends: (() => Promise<void>)[] = []
beforeEach(async () => {
  logged.length = 0
  port = await freePort()
  url = `http://127.0.0.1:${port}`
  server = createHttpServer({ host: '127.0.0.1', port, advice: 'Take another.', log })
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** Answers with its own path. */
async function serve(path: string, methods = ['GET']): Promise<() => Promise<void>> {
  const end = await server.serve({ path, methods, respond: (_, response) => void response.end(path) })
  ends.push(end)
  return end
}

it('gives each path to who asked for it, and a plain 404 to everything else', async () => {
  await serve('/one')
  await serve('/two', ['POST'])
  expect(await (await fetch(`${url}/one?more=1`)).text()).toBe('/one')
  expect(await (await fetch(`${url}/two`, { method: 'POST' })).text()).toBe('/two')
  for (const [path, method] of [
    ['/', 'GET'],
    ['/one/', 'GET'],
    ['/one', 'POST'],
    ['/two', 'GET'],
    ['/%6fne', 'GET'],
    ['/one', 'OPTIONS'],
  ] as const) {
    const response = await fetch(`${url}${path}`, { method })
    expect([response.status, await response.text()]).toEqual([404, 'Not found\n'])
    expect(response.headers.get('server') ?? response.headers.get('x-powered-by')).toBeNull()
  }
  expect(server.routes()).toEqual([`GET ${url}/one`, `POST ${url}/two`])
})

it('gives what is below a path to who asked for all of it, who may say that there is nothing', async () => {
  const end = await server.serve({
    path: '/all/',
    below: true,
    methods: ['GET'],
    async respond({ url }, response) {
      if (url?.endsWith('nothing')) return 'not-found'
      response.end(url)
      return undefined
    },
  })
  ends.push(end)
  await serve('/all/one')
  for (const path of ['/all/', '/all/two/three'])
    expect(await (await fetch(`${url}${path}`)).text()).toBe(path)
  expect(await (await fetch(`${url}/all/one?`)).text()).toBe('/all/one')
  for (const path of ['/all', '/all/nothing', '/allone']) {
    const response = await fetch(`${url}${path}`)
    expect([response.status, await response.text()], path).toEqual([404, 'Not found\n'])
  }
})

it('listens exactly as long as something is served', async () => {
  await expect(fetch(url)).rejects.toThrow()
  const one = await serve('/one')
  const two = await serve('/two')
  await one()
  expect((await fetch(`${url}/one`)).status).toBe(404)
  await two()
  await two()
  await expect(fetch(url)).rejects.toThrow()
  await serve('/one')
  expect((await fetch(`${url}/one`)).status).toBe(200)
})

it('answers what fails with a plain 500 that tells nothing, and goes on', async () => {
  const fails = () => Promise.reject(new Error('postgres://user:password@host'))
  ends.push(await server.serve({ path: '/broken', methods: ['GET'], respond: fails }))
  const response = await fetch(`${url}/broken`)
  expect([response.status, await response.text()]).toEqual([500, 'Something went wrong\n'])
  expect(logged).toEqual(['A request could not be answered'])
  expect((await fetch(`${url}/broken`)).status).toBe(500)
})

it('refuses a head that is too large and a request that is not one', async () => {
  await serve('/one')
  const large = await fetch(`${url}/one`, { headers: { 'x-much': 'x'.repeat(20_000) } })
  expect(large.status).toBe(431)
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('nonsense\r\n\r\n')
  expect(await text(socket)).toContain('400 Bad Request')
})

it('does not wait for ever for a head that does not end', { timeout: 30_000 }, async () => {
  await serve('/one')
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('GET /one HTTP/1.1\r\n')
  expect(await text(socket)).toContain('408 Request Timeout')
})

it('says what to do about a port that is taken', async () => {
  await serve('/one')
  const other = createHttpServer({ host: '127.0.0.1', port, advice: 'Take another.', log })
  await expect(other.serve({ path: '/', methods: ['GET'], respond: () => undefined })).rejects.toMatchObject({
    message: expect.stringContaining(`port ${port}`),
    advice: 'Take another.',
  })
  expect(other.routes()).toEqual([])
})
