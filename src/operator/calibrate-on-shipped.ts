import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { AskedQuestion, calibrate, ExampleLine } from '../answering/calibrate.ts'
import { createLog } from '../lib/log.ts'
import type { Calibration } from '../retrieval/calibration.ts'
import type { Embedder } from '../retrieval/embedder.ts'
import { indexPapers } from '../retrieval/index-papers.ts'
import { createMeaning } from '../retrieval/meaning.ts'
import { openStore } from '../store/open.ts'
import { ensureShippedPapers, ensureShippedVectors } from './shipped-papers.ts'

const data = join(import.meta.dirname, '../../data')

/** Calibrates a model on what ships with Paperboy, and on nothing else. */
export async function calibrateOnShipped(embedder: Embedder): Promise<Calibration> {
  const store = await openStore('sqlite::memory:')
  try {
    await ensureShippedPapers(store)
    await ensureShippedVectors(store, embedder.model)
    await indexPapers({ store, embedder, signal: new AbortController().signal })
    return await calibrate({
      store,
      meaning: createMeaning({ store, log: createLog('error', []), embedder }),
      questions: await readRows('eval/questions.jsonl', AskedQuestion),
      lines: await readRows('lines.jsonl', ExampleLine),
    })
  } finally {
    await store.close()
  }
}

async function readRows<Row>(name: string, row: z.ZodType<Row>): Promise<readonly Row[]> {
  const lines = (await readFile(join(data, name), 'utf8')).trim().split('\n')
  return lines.map((line) => row.parse(JSON.parse(line)))
}
