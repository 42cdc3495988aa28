import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patience } from '../eventually.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/fake-slack.ts'
import { freePorts } from '../loopback.ts'
import { freshFolder, startPaperboy } from './paperboy.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** Every path that docs/http.md tells of, with its methods. */
const documented = [
  ...read('docs/http.md').matchAll(/^\| [^|]* \| ((?:`[A-Z]+`, )*`[A-Z]+ \/[^`]*`) \|/gm),
].map(([, cell = '']) => {
  const words = cell.replaceAll('`', '').split(/[ ,]+/)
  return { path: words.at(-1) ?? '', methods: words.slice(0, -1) }
})
const paths = documented.map(({ path }) => path)
/** What other programs answer at, and what might be there by mistake. */
const elsewhere = [
  '/',
  '/healthz',
  '/mcp/',
  '/slack',
  '/slack/install',
  '/.well-known/oauth-protected-resource',
]
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']

let slack: FakeSlack
let bot: ReturnType<typeof startPaperboy> | undefined
let ports: readonly number[]
beforeEach(async () => {
  slack = await startFakeSlack()
  ports = await freePorts(2)
})
afterEach(async () => {
  if (bot) {
    bot.child.kill('SIGTERM')
    expect((await bot.exit).code).toBe(0)
    bot = undefined
  }
  await slack.close()
})

const token = '0123456789abcdef0123456789abcdef'
const byHttp = () => ({
  SLACK_BOT_TOKEN: slack.workspace.botToken,
  SLACK_API_URL: slack.url,
  SLACK_SIGNING_SECRET: slack.workspace.signingSecret,
})

async function start(settings: Record<string, string>): Promise<void> {
  const [port, metrics] = ports
  const asked = { ...settings, ...('METRICS_PORT' in settings && { METRICS_PORT: `${metrics}` }) }
  bot = startPaperboy([], { folder: freshFolder(), settings: { ...asked, PORT: `${port}` } })
  let said = ''
  bot.child.stdout.on('data', (piece) => {
    said += piece
  })
  await vi.waitFor(() => expect(said).toContain('Stop it with Ctrl-C.'), patience)
}

/** What is answered on a port by anything else than a plain 404; none where nobody listens. */
async function answered(port = 0): Promise<readonly string[]> {
  const found: string[] = []
  for (const path of [...paths, ...elsewhere])
    for (const method of methods) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method }).catch(() => undefined)
      const text = await response?.text()
      if (response && !(response.status === 404 && (method === 'HEAD' || text === 'Not found\n')))
        found.push(`${method} ${path}`)
    }
  return found
}

const routes = (...wanted: readonly string[]) =>
  documented
    .filter(({ path }) => wanted.includes(path))
    .flatMap(({ path, methods }) => methods.map((method) => `${method} ${path}`))
    .toSorted()

describe('docs/http.md', () => {
  it('tells of every path that the program answers at, and nothing else listens', () => {
    const sources = globSync('src/**/*.ts', { cwd: root })
    const served = sources.flatMap((file) =>
      [...read(file).matchAll(/\bpath(?:: | = )'(\/[^']*)'/g)].map(([, path]) => path),
    )
    expect(served.toSorted()).toEqual(paths.toSorted())
    const listening = sources.filter((file) => /\bcreateServer\(|\.listen\(/.test(read(file)))
    expect(listening).toEqual([join('src', 'operator', 'http-server.ts')])
  })
})

describe('npm start', () => {
  it.each([
    [{ MCP_TOKENS: `ada:${token}` }, ['/mcp'], []],
    [{ METRICS_PORT: 'own' }, [], ['/health', '/metrics']],
    [{ MCP_TOKENS: `ada:${token}`, METRICS_PORT: 'own' }, ['/mcp'], ['/health', '/metrics']],
    [{ PUBLIC_URL: 'https://papers.example.org' }, ['/feeds/'], []],
    [{ PUBLIC_URL: 'https://papers.example.org', FEEDS: 'off', MCP_TOKENS: `ada:${token}` }, ['/mcp'], []],
  ])('with %j alone is a service that answers there and nowhere else', async (settings, open, watching) => {
    await start({ ...settings })
    expect((await answered(ports[0])).toSorted()).toEqual(routes(...open))
    expect((await answered(ports[1])).toSorted()).toEqual(routes(...watching))
  })

  it('with everything answers on each port what its settings name', async () => {
    await start({ ...byHttp(), MCP_TOKENS: `ada:${token}`, METRICS_PORT: 'own' })
    await vi.waitFor(
      async () => expect((await answered(ports[0])).toSorted()).toEqual(routes('/mcp', '/slack/events')),
      patience,
    )
    expect((await answered(ports[1])).toSorted()).toEqual(routes('/health', '/metrics'))
  })

  it('listens nowhere with Socket Mode and no other setting', async () => {
    await start({ ...byHttp(), SLACK_APP_TOKEN: slack.workspace.appToken })
    expect([...(await answered(ports[0])), ...(await answered(ports[1]))]).toEqual([])
  })
})
