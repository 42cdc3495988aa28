import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { readConfig } from '../src/config.ts'
import { prepareModel } from '../src/operator/chat-model.ts'
import { createMetrics } from '../src/operator/metrics.ts'

const root = join(import.meta.dirname, '..')
const pages = globSync(['*.md', '.github/**/*.md', 'docs/*.md'], { cwd: root })
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, match = '']) => match)

describe.each(pages)('%s', (page) => {
  const text = read(page)

  it('links to files and headings that are there', () => {
    const anchorsOf = (file: string) =>
      found(read(file), /^#+ (.*)$/gm).map((title) =>
        title
          .toLowerCase()
          .replace(/[^\w\s-]/g, '')
          .replaceAll(' ', '-'),
      )
    const broken = found(text, /\]\(((?!https?:)[^)\s]+)\)/g).filter((link) => {
      const [path = '', anchor] = link.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(root, file))) return true
      return anchor !== undefined && !anchorsOf(file).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  it('speaks only of metrics that are counted', async () => {
    const metrics = createMetrics('0')
    const counted = (await metrics.read()).text
    metrics.close()
    const names = found(text, /\b((?:paperboy|nodejs)_[a-z0-9_]+)/g).map((name) =>
      name.replace(/_bucket$/, ''),
    )
    expect(names.filter((name) => !counted.includes(`# TYPE ${name} `))).toEqual([])
  })

  it('runs the program on the Node that is installed with it, not on that of the machine', () => {
    const lines = text.split('\n').filter((line) => /(?<!\/)\bnode (?:src|-|--)/.test(line))
    // The image has the right one.
    expect(lines.filter((line) => !line.includes('docker'))).toEqual([])
  })

  // What there was before need not be there any more.
  it.skipIf(page === 'CHANGELOG.md')('speaks only of settings that there are', () => {
    const explained = read('.env.example')
    const names = found(text, /`([A-Z][A-Z_]+_[A-Z]+)(?:=[^`]*)?`/g)
    // Stands for a number of Discord's in an address.
    const others = new Set(['APPLICATION_ID'])
    expect(names.filter((name) => !others.has(name) && !explained.includes(`# ${name}=`))).toEqual([])
  })
})

it('every command that is told of is there, and CI runs what the README says', () => {
  const { scripts } = manifest
  const told = pages.flatMap((page) => found(read(page), /npm run (?:-s )?([a-z][a-z:]*)/g))
  expect(told.filter((name) => !Object.keys(scripts).includes(name))).toEqual([])
  const [, , checks = ''] = read('README.md').split(/^```sh$/m)
  const command = checks.slice(0, checks.indexOf('```')).trim()
  expect(command).toContain('npm run check')
  expect(read('.ci/run').split('\n')).toContain(command)
})

it('the runbook quotes what the program says', () => {
  const program = globSync('src/**/*.ts', { cwd: root }).map(read).join('\n')
  const quotes = found(read('docs/runbook.md'), /`([A-Z][a-z][^`]*)`/g).map((quote) =>
    quote.replace(/^… /, ''),
  )
  expect(quotes.length).toBeGreaterThan(10)
  expect(quotes.filter((quote) => !program.includes(quote))).toEqual([])
})

describe('docs/models.md has settings', () => {
  const blocks = found(read('docs/models.md'), /```env\n([^`]*)```/g).map((block) => parseEnv(block))

  it('for each provider', () => {
    const providers = blocks.map(({ CHAT_MODEL = '' }) => CHAT_MODEL.split(':')[0])
    const all = ['openai', 'azure_openai', 'anthropic', 'google', 'mistral', 'ollama']
    expect(all.filter((provider) => !providers.includes(provider))).toEqual([])
  })

  it.each(blocks.map((block) => [block.CHAT_MODEL ?? '', block] as const))('that work: %s', (name, block) => {
    expect(() => prepareModel(name, readConfig(block))).not.toThrow()
    for (const left of Object.keys(block).filter((setting) => setting.endsWith('_KEY'))) {
      const { [left]: _, ...without } = block
      expect(() => prepareModel(name, readConfig(without))).toThrow(left)
    }
  })
})
