import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterEach, describe, expect, it } from 'vitest'
import { freshFolder } from '../paperboy.ts'
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
async function connect(mode: 'legacy' | { pin: '2026-07-28' }): Promise<Client> {
  const folder = freshFolder()
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } })
  open.push(client)
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [main, 'mcp'],
      env: settings(folder),
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
