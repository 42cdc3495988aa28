import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import manifest from '../../package.json' with { type: 'json' }

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

const Packed = z.tuple([
  z.object({ filename: z.string(), size: z.number(), files: z.array(z.object({ path: z.string() })) }),
])

/** A folder in which nothing else is, with the package installed, and the home of somebody who is new here. */
type Installed = { folder: string; home: string; program: string }

let packed: z.infer<typeof Packed>[0]
let stage: string
let whole: Installed

/** Packs as a release does, and puts the package and what its manifest asks for where npm would. */
beforeAll(async () => {
  stage = mkdtempSync(join(tmpdir(), 'paperboy-pack-'))
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', stage], { cwd: root })
  ;[packed] = Packed.parse(JSON.parse(stdout.slice(stdout.indexOf('['))))
  await run('tar', ['xzf', join(stage, packed.filename), '-C', stage])
  whole = install(Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
}, 300_000)

/** What is not asked for, such as a tool of development, is not there. */
function install(names: readonly string[]): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-installed-'))
  const home = join(folder, 'home')
  const modules = join(folder, 'node_modules')
  mkdirSync(home)
  mkdirSync(join(modules, '@scope'), { recursive: true })
  cpSync(join(stage, 'package'), join(modules, manifest.name), { recursive: true })
  for (const name of names) link(modules, name)
  return { folder, home, program: join(modules, manifest.name, manifest.bin.paperboy) }
}

function link(modules: string, name: string): void {
  mkdirSync(dirname(join(modules, name)), { recursive: true })
  const there = join(root, 'node_modules', name)
  if (existsSync(there)) symlinkSync(there, join(modules, name))
}

const environment = (home: string) => ({ PATH: process.env.PATH ?? '', HOME: home, EMBEDDING_MODEL: 'off' })

/** Runs the installed command with nothing set but a home. */
async function runInstalled(
  { folder, home, program }: Installed,
  words: readonly string[],
): Promise<{ code: number | null; said: string; complaints: string }> {
  const child = spawn(process.execPath, [program, ...words], { cwd: folder, env: environment(home) })
  child.stdin.end()
  const [[code], said, complaints] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ])
  return { code, said, complaints }
}

const paperboy = (...words: readonly string[]) => runInstalled(whole, words)

/** It draws, with a binary for each machine among its optional packages. */
const canvas = '@napi-rs/canvas'

describe('the package', () => {
  it('holds what the program needs and what its user reads, and nothing else', () => {
    const paths = packed.files.map(({ path }) => path)
    const kinds = [
      /^(?:README\.md|LICENSE|CHANGELOG\.md|package\.json|slack\.manifest\.json|\.env\.example)$/,
      /^bin\/paperboy\.cjs$/,
      /^dist\/[\w./-]+\.js$/,
      /^prompts\/[\w-]+\.md$/,
      /^docs\/[\w-]+\.md$/,
      /^data\/[\w.-]+$/,
    ]
    expect(paths.filter((path) => !kinds.some((kind) => kind.test(path)))).toEqual([])
    expect(paths).toEqual(
      expect.arrayContaining(['README.md', 'LICENSE', 'package.json', 'bin/paperboy.cjs']),
    )
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !/operator.write-/.test(file),
    )
    expect(paths.filter((path) => path.startsWith('dist/'))).toHaveLength(sources.length)
    expect(packed.size).toBeLessThan(1_500_000)
  })

  it('answers the question of the README in an empty folder, and keeps its data in that of its user', async () => {
    const { folder, home } = whole
    const { code, said, complaints } = await paperboy('ask', 'How does TAROT select data?')
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' })
    expect(said).toContain('optimal transport')
    expect(readdirSync(folder).toSorted()).toEqual(['home', 'node_modules'])
    expect(
      readdirSync(home, { recursive: true, encoding: 'utf8' }).some((file) =>
        file.endsWith('paperboy.sqlite'),
      ),
    ).toBe(true)
  })

  it('reads the settings of its user, and not those of the project that it is started in', async () => {
    const { folder, home } = whole
    writeFileSync(join(folder, '.env'), 'DATABASE_URL=postgres://somebody:else@127.0.0.1:1/other\n')
    expect((await paperboy('status')).code).toBe(0)
    const [database = ''] = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('paperboy.sqlite'),
    )
    writeFileSync(join(home, dirname(database), '.env'), 'LOG_LEVEL=nonsense\n')
    const { code, complaints } = await paperboy('status')
    expect(code).toBe(1)
    expect(complaints).toContain('LOG_LEVEL must be')
    writeFileSync(join(home, dirname(database), '.env'), '')
  })

  it('draws a map', async () => {
    const { code, complaints } = await paperboy('map', 'feature interactions to map.png')
    expect({ code, complaints }).toEqual({ code: 0, complaints: '' })
    expect(readFileSync(join(whole.folder, 'map.png')).subarray(1, 4).toString()).toBe('PNG')
  })

  it('draws no map without its optional packages, says why, and answers all the same', async () => {
    const bare = install(Object.keys(manifest.dependencies).filter((name) => name !== canvas))
    // A copy, for beside the package that a link leads to its binary is found.
    cpSync(join(root, 'node_modules', canvas), join(bare.folder, 'node_modules', canvas), { recursive: true })
    const map = await runInstalled(bare, ['map', 'feature interactions to map.png'])
    expect(map.code).toBe(1)
    expect(map.said + map.complaints).toContain('Install Paperboy again with its optional packages.')
    expect(existsSync(join(bare.folder, 'map.png'))).toBe(false)
    expect((await runInstalled(bare, ['ask', 'How does TAROT select data?'])).said).toContain(
      'optimal transport',
    )
  })

  it('takes 3,000 papers in, on threads, and finds one of them', async () => {
    const papers = Array.from({ length: 3_000 }, (_, index) => ({
      title: `Paper ${index} on ${['lattice', 'turbine', 'estuary'][index % 3]} number${index}`,
      abstract: `We study a question of which little is known. Our method number${index} is measured on ${index + 10} samples.`,
    }))
    writeFileSync(join(whole.folder, 'papers.jsonl'), papers.map((paper) => JSON.stringify(paper)).join('\n'))
    const ingested = await paperboy('ingest', 'papers.jsonl')
    expect(ingested.code).toBe(0)
    expect(ingested.said + ingested.complaints).toContain('3,000')
    expect((await paperboy('search', 'number2718')).said).toContain('Paper 2718')
  })

  it('serves an assistant', async () => {
    const client = new Client({ name: 'test', version: '1.0.0' })
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [whole.program, 'mcp'],
        env: environment(whole.home),
        cwd: whole.home,
      }),
    )
    const { structuredContent } = await client.callTool({
      name: 'ask_papers',
      arguments: { question: 'How does TAROT select data?' },
    })
    expect(structuredContent).toMatchObject({ kind: 'answered' })
    await client.close()
  })

  it('says in one sentence what an old Node is missing', async () => {
    const old = `Object.defineProperty(process.versions, 'node', { value: '20.19.5' }); require(${JSON.stringify(whole.program)})`
    const failed = await run(process.execPath, ['--eval', old]).catch((error: unknown) => error)
    expect(failed).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^Paperboy needs Node\.js 24\.12 or newer, and this is 20\.19\.5: [^\n]+\n$/,
      ),
    })
  })
})
