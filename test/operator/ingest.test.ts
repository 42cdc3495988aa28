import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ingest } from '../../src/operator/ingest.ts'
import { ensureShippedPapers } from '../../src/operator/shipped-papers.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { type Entry, pageOf, shippedEntries, shippedPage } from '../fixtures/page-layouts.ts'

let folder: string
let store: Store

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-'))
  store = await openStore(`sqlite:${join(folder, 'test.sqlite')}`)
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

/** Output that remembers what was written to it. */
function recorder(isTTY = false) {
  const recorded = { isTTY, text: '', write: (text: string) => (recorded.text += text) }
  return recorded
}

async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'papers.txt')
  await writeFile(path, content)
  return path
}

const entryOnLines = ({ title, abstract }: Entry) => `${title}\n\n${abstract}`

async function run(input: { path: string; date?: string }, stdin = '', seconds: () => number = () => 0) {
  const stdout = recorder()
  const stderr = recorder(true)
  const clock = { now: () => new Date(Date.UTC(2025, 3, 1) + 1000 * seconds()) }
  const { path, ...about } = input
  await ingest(
    { paths: [path], ...about },
    { store, clock, stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr },
  )
  return { stdout: stdout.text, stderr: stderr.text }
}

describe('a pasted page', () => {
  it('is added once, however often', async () => {
    const path = await fileOf(shippedPage)
    expect(await run({ path, date: '2025-03-13' })).toEqual({
      stdout: '76 papers from a copied page.\nAdded 76 papers, updated 0, unchanged 0.\n',
      stderr: '',
    })
    expect((await run({ path, date: '2025-03-13' })).stdout).toContain(
      'Added 0 papers, updated 0, unchanged 76.',
    )
    expect(await store.papers.days(5)).toEqual([{ date: '2025-03-13', papers: 76 }])
  })

  it('may come from standard input, and in UTF-16', async () => {
    expect((await run({ path: '-' }, shippedPage)).stdout).toContain('Added 76')
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(shippedPage, 'utf16le')])
    expect((await run({ path: await fileOf(utf16) })).stdout).toContain('unchanged 76')
  })

  it('tells what was odd, with file and line', async () => {
    const entries = shippedEntries.slice(0, 3)
    const page = pageOf(entries, ({ title, abstract }, index) =>
      index === 1 ? title : `${title}\n\n${abstract}`,
    )
    const path = await fileOf(page)
    const line = page.split('\n').indexOf(entries[1]?.title ?? '') + 1
    expect((await run({ path })).stderr).toMatch(
      new RegExp(`^${path}:${line}: No abstract for “What Makes a Face`),
    )
  })
})

describe('JSON Lines', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      JSON.stringify({ title: `Paper ${index}`, abstract: 'A\u2028b.' }),
    ).join('\n')

  it('are told by their first character, and a bad line costs only itself', async () => {
    const { stdout, stderr } = await run({ path: '-' }, `\n${lines(1200)}\r\n{"title": 7}\n`)
    expect(stdout).toContain('Added 1200 papers, updated 0, unchanged 0.')
    expect(stderr).toBe('stdin:1202: Left out: title is missing or not text.\n')
  })

  it('show a bar on a terminal when it takes long, and take it away', async () => {
    let time = 0
    const { stderr } = await run({ path: await fileOf(lines(1200)) }, '', () => (time += 2))
    expect(stderr).toContain('%')
    expect(stderr.endsWith('\r\u001b[K')).toBe(true)
  })
})

describe('input that cannot be used is one clear message', () => {
  it.each([
    ['an empty file', '', 'is empty'],
    ['blank lines', ' \n\n\t\n', 'is empty'],
    ['binary junk', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0xff]), 'looks like a picture'],
    ['a NUL character', 'title\0abstract', 'is not a text file'],
    ['only boilerplate', 'Daily Papers\n12\n-\n', 'not in a form that I can read'],
    ['two lines of text', 'A note to myself\nand another one', 'not in a form that I can read'],
    ['a PDF', '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\n%%EOF', 'looks like a PDF'],
    ['a web page', '<!DOCTYPE html>\n<html><body>Papers</body></html>', 'looks like a web page'],
    ['only bad lines', '{"no": "title"}', 'No papers found'],
  ])('%s', async (_, content, message) => {
    const path = await fileOf(content)
    await expect(run({ path })).rejects.toMatchObject({
      name: 'PaperboyError',
      message: expect.stringContaining(message),
      advice: expect.stringMatching(/\S/),
    })
  })

  it('no file, a folder, a day that does not exist', async () => {
    await expect(run({ path: join(folder, 'none') })).rejects.toThrow('There is no file')
    await expect(run({ path: folder })).rejects.toThrow('No papers found')
    await expect(run({ path: '-', date: '2025-02-30' }, shippedPage)).rejects.toThrow(
      '"2025-02-30" is not a day',
    )
  })
})

describe('the papers that ship', () => {
  it('fill an empty store, and leave another alone', async () => {
    await ensureShippedPapers(store)
    expect(await store.papers.days(5)).toEqual([{ date: '2025-03-13', papers: 76 }])
    await ensureShippedPapers(store, { file: join(folder, 'none'), date: '2025-03-13', papers: 76 })
  })

  it.each([
    ['missing', undefined],
    ['damaged', new Uint8Array(1000)],
    ['empty', ''],
    ['cut short between two papers', pageOf(shippedEntries.slice(0, 75), entryOnLines)],
    ['cut short behind a title', `${pageOf(shippedEntries.slice(0, 75), entryOnLines)}\nASPIRE`],
    ['cut short in the last sentence', shippedPage.slice(0, -10)],
    ['that of another day', pageOf([...shippedEntries, ...shippedEntries.slice(0, 1)], entryOnLines)],
  ])('are missed in words that help when the file is %s', async (_, content) => {
    const file = content === undefined ? join(folder, 'none') : await fileOf(content)
    await expect(ensureShippedPapers(store, { file, date: '2025-03-13', papers: 76 })).rejects.toMatchObject({
      name: 'PaperboyError',
      message: expect.stringContaining('papers that ship with Paperboy'),
      advice: 'Restore them with: git checkout -- data',
    })
    expect(await store.papers.count()).toBe(0)
  })
})

describe("arXiv's snapshot", () => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      JSON.stringify({
        id: `2609.${10000 + n}`,
        title: `Paper number ${n}`,
        abstract: `  We study matter ${n}.\n`,
        categories: 'cs.CL',
        versions: [{ version: 'v1', created: 'Tue, 01 Sep 2026 11:22:33 GMT' }],
        authors_parsed: [['Example', 'Ada', '']],
      }),
    )

  it('is known by its keys, packed too, and a bad row costs only itself', async () => {
    const path = join(folder, 'snapshot.json.gz')
    await writeFile(path, gzipSync([...rows(2), '{"broken', ...rows(3).slice(2)].join('\n')))
    const { stdout, stderr } = await run({ path })
    expect(stdout).toContain('Added 3 papers, updated 0, unchanged 0.')
    expect(stderr).toContain(':3: Left out: not valid JSON.')
    const [paper] = await store.papers.get(['2609.10001'])
    expect(paper).toMatchObject({ published: '2026-09-01', authors: ['Ada Example'], categories: ['cs.CL'] })
  })

  it('is gone on with where it was interrupted, and begun anew once it is done or another', async () => {
    const path = await fileOf(rows(11_000).join('\n'))
    let puts = 0
    const real = store.papers.putReady
    store.papers.putReady = async (papers) => {
      puts += 1
      if (puts === 42) throw new Error('killed')
      return real(papers)
    }
    await expect(run({ path })).rejects.toThrow('killed')
    store.papers.putReady = real
    const { stdout, stderr } = await run({ path })
    expect(stderr).toContain('Going on behind line 10,000.')
    expect(stdout).toContain('Added 750 papers, updated 0, unchanged 250.')
    expect(await store.papers.count()).toBe(11_000)
    await fileOf(rows(3).join('\n'))
    expect((await run({ path })).stdout).toContain('Added 0 papers, updated 0, unchanged 3.')
  })

  it('says when a packed file is damaged', async () => {
    const path = join(folder, 'snapshot.json.gz')
    await writeFile(path, gzipSync(rows(3).join('\n')).subarray(0, 60))
    await expect(run({ path })).rejects.toThrow('cannot be unpacked')
  })
})

describe('a file beyond every bound', () => {
  it('of blanks, packed or not, is empty', async () => {
    const path = join(folder, 'blanks.gz')
    await writeFile(path, gzipSync(' \n'.repeat(4_000_000)))
    await expect(run({ path })).rejects.toThrow(`"${path}" is empty.`)
  })

  it('of very many short lines is no page', async () => {
    const path = await fileOf(
      `Daily Papers\nSubscribe\nNov 6\nA title\nAn abstract.\n2 authors\nNov 6\n${'ab\n'.repeat(200_000)}`,
    )
    await expect(run({ path })).rejects.toThrow('is too large for a page')
  })

  it('tells blank lines before the first paper in its line numbers', async () => {
    const path = await fileOf(`${'\n'.repeat(300_000)}{"title":""}\n{"title":"A paper"}\n`)
    expect(await run({ path })).toEqual({
      stdout: expect.stringContaining('Added 1 paper,'),
      stderr: expect.stringContaining(':300001: Left out: the title is empty.'),
    })
  })

  it('has lines and fields that are cut or left out with a word, and the others are added', async () => {
    const lines = [
      `{"title":"${'x'.repeat(5_000_000)}"}`,
      ...['.', '_', ' a', '(', '\\\\'].map(
        (sign) =>
          `{"title":"T ${sign.repeat(100_000)}","abstract":"${'http://'.repeat(10_000)}~","authors":"${' '.repeat(100_000)}"}`,
      ),
      '{"title":"A good paper"}',
    ]
    const { stdout, stderr } = await run({ path: await fileOf(lines.join('\n')) })
    expect(stderr).toContain(':1: Left out: longer than 1,000,000 characters.')
    expect(stderr).toContain(':2: Cut because it is too long: its title, its abstract.')
    expect(stdout).toMatch(/^Added [3-6] papers/m)
  })
})
