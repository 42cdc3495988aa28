import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import { freePort } from '../../loopback.ts'
import { freshFolder, startPaperboy } from '../paperboy.ts'
import { useTools } from './use-tools.ts'

const token = '0123456789abcdef0123456789abcdef'
let url: URL
let bot: ReturnType<typeof startPaperboy>
let said = ''
beforeAll(async () => {
  const port = await freePort()
  url = new URL(`http://127.0.0.1:${port}/mcp`)
  bot = startPaperboy([], {
    folder: freshFolder(),
    settings: { MCP_TOKENS: `ada:${token}`, PORT: `${port}`, LOG_LEVEL: 'debug' },
  })
  for (const stream of [bot.child.stdout, bot.child.stderr])
    stream.on('data', (piece) => {
      said += piece
    })
  await vi.waitFor(() => expect(said).toContain('Paperboy answers in MCP.'), patience)
})
afterAll(async () => {
  bot.child.kill('SIGTERM')
  expect((await bot.exit).code).toBe(0)
  expect(said).not.toContain(token)
})

const open: Client[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()))
})

async function connect(mode: 'legacy' | { pin: '2026-07-28' }, bearer = token): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } })
  open.push(client)
  const requestInit = { headers: { authorization: `Bearer ${bearer}` } }
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit }))
  return client
}

describe.each([['legacy' as const], [{ pin: '2026-07-28' as const }]])(
  'an assistant of the era %j',
  (mode) => {
    it('finds, reads and asks papers with its token', async () => {
      const client = await connect(mode)
      await useTools(client)
      // Only where MAY_ADD lets every member.
      expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('add_paper')
    })

    it('is not let in with another', async () => {
      await expect(connect(mode, 'fedcba9876543210fedcba9876543210')).rejects.toThrow()
    })
  },
)

describe('/mcp', () => {
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
  }
  const post = (headers: Record<string, string>, body = JSON.stringify(initialize)) =>
    fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${token}`,
        ...headers,
      },
    })

  it('asks for a token before it reads anything', async () => {
    const refused = await post({ authorization: '' }, 'nonsense')
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toContain('Bearer')
    expect((await post({ authorization: `Basic ${token}` })).status).toBe(401)
    expect((await post({ authorization: `Bearer ${token}x` })).status).toBe(401)
  })

  it('turns away pages of other places, with a token or without one', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1.evil.example'])
      expect((await post({ origin })).status).toBe(403)
    expect((await post({ origin: 'http://localhost:6274' })).status).toBe(200)
  })

  it('reads no more than a question needs', async () => {
    expect((await post({}, `"${'x'.repeat(100_000)}"`)).status).toBe(413)
    expect((await post({})).status).toBe(200)
  })
})
