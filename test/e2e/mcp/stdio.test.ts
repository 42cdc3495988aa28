import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterEach, describe, expect, it } from 'vitest'
import { startArxiv } from '../../fakes/papers/arxiv.ts'
import { freshFolder } from '../paperboy.ts'
import { startSilentModel } from '../silent-model.ts'
import { useTools } from './use-tools.ts'

const main = fileURLToPath(new URL('../../../src/main.ts', import.meta.url))
const settings = (folder: string) => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  DATABASE_URL: `sqlite:${folder}/paperboy.sqlite`,
  EMBEDDING_MODEL: 'off',
})

const open: Client[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()))
})

/** The official client, which starts the real process as an assistant would: in a folder that is not ours. */
async function connect(
  mode: 'legacy' | { pin: '2026-07-28' },
  more: Record<string, string> = {},
): Promise<Client> {
  const folder = freshFolder()
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } })
  open.push(client)
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [main, 'mcp'],
      env: { ...settings(folder), ...more },
      cwd: folder,
      stderr: 'pipe',
    }),
  )
  return client
}

describe.each([['legacy' as const], [{ pin: '2026-07-28' as const }]])(
  'an assistant of the era %j',
  (mode) => {
    it('finds, reads and asks papers', async () => {
      const client = await connect(mode)
      await useTools(client)
      expect(client.getServerVersion()).toMatchObject({ name: 'paperboy' })
    })
  },
)

describe('an assistant on this machine', () => {
  it('adds a paper by its link, and asks it', async () => {
    const id = '2402.17152'
    const paper = { id, category: 'cs.IR', submitted: '2024-02-27T02:37:37Z' }
    const arxiv = await startArxiv({ papers: [paper], announced: [] }, { pause: 0 })
    const client = await connect('legacy', { ARXIV_URL: arxiv.url })
    const add = (link: string) => client.callTool({ name: 'add_paper', arguments: { link } })
    const added = await add(`https://arxiv.org/abs/${id}`)
    expect(added.structuredContent).toMatchObject({ added: [{ title: `Paper ${id}` }], known: [] })
    expect((await add(id)).structuredContent).toMatchObject({ added: [], known: [{ title: `Paper ${id}` }] })
    const { structuredContent } = await client.callTool({ name: 'get_paper', arguments: { paper: id } })
    expect(structuredContent).toMatchObject({ arxiv: id, abstract: expect.stringContaining('the matter') })
    const unknown = await add('https://arxiv.org/abs/2402.99999')
    expect(unknown.isError).toBe(true)
    expect(JSON.stringify(unknown.content)).toContain('2402.99999')
    await arxiv.close()
  })

  it('is answered within 50 seconds, however long a model may take', async () => {
    const model = await startSilentModel()
    const client = await connect('legacy', {
      ...model.settings,
      ANSWER_TIMEOUT_SECONDS: '600',
      JUDGE_MODEL: 'off',
    })
    const started = performance.now()
    const { structuredContent } = await client.callTool({
      name: 'ask_papers',
      arguments: { question: 'How does TAROT select data?' },
    })
    expect(performance.now() - started).toBeLessThan(50_000)
    expect(model.asked()).toBeGreaterThan(0)
    expect(structuredContent).toMatchObject({ kind: 'answered' })
    model.close()
  })
})

describe('paperboy mcp', () => {
  const start = () => {
    const folder = freshFolder()
    return spawn(process.execPath, [main, 'mcp'], { cwd: folder, env: settings(folder) })
  }
  const initialize = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
  }
  const search = {
    jsonrpc: '2.0',
    id: 2,
    method: 'tools/call',
    params: { name: 'search_papers', arguments: { query: 'diffusion' } },
  }

  it('writes nothing but the protocol, and ends well with its input', async () => {
    const child = start()
    const complaints = text(child.stderr)
    let said = ''
    const answered = Promise.withResolvers<void>()
    child.stdout.on('data', (piece) => {
      said += piece
      if (said.includes('"id":2')) answered.resolve()
    })
    child.stdin.write('this is no message\n')
    for (const message of [initialize, { jsonrpc: '2.0', method: 'notifications/initialized' }, search])
      child.stdin.write(`${JSON.stringify(message)}\n`)
    await answered.promise
    child.stdin.end()
    const [code] = await once(child, 'close')
    expect(code).toBe(0)
    const lines = said.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).jsonrpc)).toEqual(lines.map(() => '2.0'))
    expect(await complaints).not.toMatch(/^\s+at /m)
  })

  it('ends well when its input ends at once', async () => {
    const child = start()
    child.stdin.end()
    const [[code], said] = await Promise.all([once(child, 'close'), text(child.stdout)])
    expect({ code, said }).toEqual({ code: 0, said: '' })
  })

  it('ends in order on SIGTERM', async () => {
    const child = start()
    child.stdin.write(`${JSON.stringify(initialize)}\n`)
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    expect((await once(child, 'close'))[0]).toBe(143)
  })
})
