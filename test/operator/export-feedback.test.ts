import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { exportFeedback } from '../../src/operator/export-feedback.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { turnOf } from '../contracts/store-turns.ts'
import { readQuestions } from '../eval/questions.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'

let store: Store
let folder: string
const { signal } = new AbortController()
const [tarot] = (await shippedPapers()).filter(({ title }) => title.startsWith('TAROT'))
const cites = [{ id: 's', paper: tarot?.id ?? '', text: 'We propose TAROT.' }]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-'))
  store = await openStore('sqlite::memory:')
  await store.papers.put(tarot ? [tarot] : [])
  const at = new Date('2026-02-01T10:00:00Z')
  await store.turns.append(
    turnOf('a', 1, {
      at,
      line: 'and what is it?',
      question: 'what is TAROT?',
      papers: [tarot?.id ?? ''],
      claims: [
        { text: 'It is TAROT.', cites },
        { text: 'It selects.', cites: [] },
      ],
    }),
  )
  await store.turns.append(turnOf('b', 2, { at, line: 'nobody rated this' }))
  for (const person of ['ada', 'bob'])
    await store.feedback.put({ turn: 'a', person, rating: 'wrong', claim: 1, at })
  await store.feedback.put({ turn: 'a', person: 'ada', rating: 'down', at })
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

async function exported(since?: string): Promise<readonly unknown[]> {
  const stdout = new PassThrough()
  await exportFeedback(since === undefined ? {} : { since }, { store, stdout, signal })
  stdout.end()
  const lines = (await text(stdout)).split('\n').filter((line) => line !== '')
  return lines.map((line): unknown => JSON.parse(line))
}

describe('feedback export', () => {
  it('writes rated answers with question, evidence and what is wrong, and names nobody', async () => {
    const rows = await exported()
    expect(rows).toEqual([
      {
        id: 'a',
        kind: 'chatty',
        question: 'what is TAROT?',
        papers: [tarot?.title],
        evidence: ['We propose TAROT.'],
        answer: 'It is TAROT. It selects.',
        must_include: [],
        answerable: true,
        asked: '2026-02-01T10:00:00.000Z',
        line: 'and what is it?',
        helped: 0,
        did_not_help: 1,
        wrong: [{ claim: 'It is TAROT.', evidence: ['We propose TAROT.'], people: 2 }],
      },
    ])
    expect(JSON.stringify(rows)).not.toMatch(/ada|bob/)
  })

  it('starts with a day', async () => {
    expect(await exported('2026-02-01')).toHaveLength(1)
    expect(await exported('2026-02-02')).toEqual([])
    await expect(exported('yesterday')).rejects.toMatchObject({ name: 'PaperboyError' })
  })

  it('fills a new file that the evaluation reads, and overwrites none', async () => {
    const out = join(folder, 'feedback.jsonl')
    const options = { store, stdout: new PassThrough(), signal }
    expect(await exportFeedback({ out }, options)).toBe(1)
    expect(await readQuestions(out)).toMatchObject([{ question: 'what is TAROT?', answerable: true }])
    await expect(exportFeedback({ out }, options)).rejects.toThrow('exists already')
    await expect(exportFeedback({ out: join(folder, 'no', 'where') }, options)).rejects.toThrow(
      'cannot be written',
    )
    expect((await readFile(out, 'utf8')).split('\n')).toHaveLength(2)
  })
})
