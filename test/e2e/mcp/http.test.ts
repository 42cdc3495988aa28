import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import { startArxiv } from '../../fakes/papers/arxiv.ts'
import { freePort } from '../../loopback.ts'
import { freshFolder, startPaperboy } from '../paperboy.ts'
import { useTools } from './use-tools.ts'

const token = '0123456789abcdef0123456789abcdef'
/** A bot that serves assistants with this token; `said` is all that it wrote so far. */
async function startBot(more: Readonly<Record<string, string>> = {}) {
  const port = await freePort()
  let said = ''
  const bot = startPaperboy([], {
    folder: freshFolder(),
    settings: { MCP_TOKENS: `ada:${token}`, PORT: `${port}`, LOG_LEVEL: 'debug', ...more },
  })
  for (const stream of [bot.child.stdout, bot.child.stderr])
    stream.on('data', (piece) => {
      said += piece
    })
  await vi.waitFor(() => expect(said).toContain('Paperboy answers in MCP.'), patience)
  return {
    url: new URL(`http://127.0.0.1:${port}/mcp`),
    /** Ends it, as it has to end: in order, and without its token in the log. */
    async stop() {
      bot.child.kill('SIGTERM')
      expect((await bot.exit).code).toBe(0)
      expect(said).not.toContain(token)
    },
  }
}

let bot: Awaited<ReturnType<typeof startBot>>
beforeAll(async () => {
  bot = await startBot()
})
afterAll(() => bot.stop())

const open: Client[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()))
})

async function connect(
  mode: 'legacy' | { pin: '2026-07-28' },
  bearer = token,
  { url } = bot,
): Promise<Client> {
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
    fetch(bot.url, {
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

describe('/mcp of a bot whose members may add papers', () => {
  it('adds one by its link, which answers from then on', async () => {
    const id = '2402.17152'
    const paper = { id, category: 'cs.IR', submitted: '2024-02-27T02:37:37Z' }
    const arxiv = await startArxiv({ papers: [paper], announced: [] }, { pause: 0 })
    const open = await startBot({ ARXIV_URL: arxiv.url, MAY_ADD: 'members' })
    const client = await connect('legacy', token, open)
    const { structuredContent } = await client.callTool({
      name: 'add_paper',
      arguments: { link: `https://arxiv.org/abs/${id}` },
    })
    expect(structuredContent).toMatchObject({ added: [{ title: `Paper ${id}` }], known: [] })
    const read = await client.callTool({ name: 'get_paper', arguments: { paper: id } })
    expect(read.structuredContent).toMatchObject({
      arxiv: id,
      abstract: expect.stringContaining('the matter'),
    })
    await client.close()
    await open.stop()
    await arxiv.close()
  })
})
