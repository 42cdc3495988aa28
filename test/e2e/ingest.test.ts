import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { storeIn } from './digests/due-post.ts'
import { freshFolder, runPaperboy, startPaperboy } from './paperboy.ts'

const count = 8_000
const idOf = (n: number) => `2609.${10_000 + n}`
/** A row of arXiv's snapshot, with a word that no other one has. */
const rowOf = (n: number) =>
  JSON.stringify({
    id: idOf(n),
    title: `A study of matter, part ${n}`,
    abstract: `We study matter xq${n}z at length. ${'Matter is studied in all its states and sizes. '.repeat(20)}`,
    categories: 'cs.CL',
    versions: [{ version: 'v1', created: 'Tue, 01 Sep 2026 11:22:33 GMT' }],
    authors_parsed: [['Example', 'Ada', '']],
  })

describe("an import of arXiv's snapshot that is killed again and again", () => {
  let folder: string
  let store: Store
  beforeEach(async () => {
    folder = freshFolder()
    store = await storeIn(folder)
  })
  afterEach(() => store.close())

  /** Kills the process as soon as so many papers are stored. */
  async function killAt(file: string, papers: number): Promise<void> {
    const { child, exit } = startPaperboy(['ingest', file], { folder })
    while (child.exitCode === null && (await store.papers.count()) < papers) await sleep(1)
    child.kill('SIGKILL')
    expect((await exit).signal).toBe('SIGKILL')
  }

  it('goes on where it was, and holds every paper once in the end', async () => {
    // The papers that ship are there from the first start on.
    await runPaperboy(['status'], { folder })
    const before = await store.papers.count()
    const file = join(folder, 'snapshot.json')
    await writeFile(file, Array.from({ length: count }, (_, n) => rowOf(n)).join('\n'))
    for (const papers of [300, 2_900, 6_100]) await killAt(file, before + papers)
    const known = await store.papers.count()
    const { code, stdout, stderr } = await runPaperboy(['ingest', file], { folder })
    expect(code).toBe(0)
    const line = Number(/Going on behind line ([\d,]+)\./.exec(stderr)?.[1]?.replace(',', ''))
    expect(line).toBeGreaterThanOrEqual(6_000)
    expect(line).toBeLessThanOrEqual(known - before)
    const added = before + count - known
    expect(stdout).toContain(`Added ${added} papers, updated 0, unchanged ${known - before - line}.\n`)
    expect(await store.papers.count()).toBe(before + count)
    for (let n = 0; n < count; n += 79)
      expect(await store.words.search([`xq${n}z`], 5)).toMatchObject([{ id: idOf(n) }])
    const database = new DatabaseSync(join(folder, 'paperboy.sqlite'), { readOnly: true })
    expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    database.close()
  })
})
