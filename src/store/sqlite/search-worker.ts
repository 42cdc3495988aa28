/** The thread of `searches.ts`: reads the database that it is started with, and answers search after search. */
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import type { SearchOrder } from './searches.ts'
import { createSearchVectors } from './vectors.ts'
import { createSearchWords } from './words.ts'

/** How long it waits where even readers have to, as after a crash, in milliseconds. */
const timeout = 5_000

const database = new DatabaseSync(String(workerData), { readOnly: true, timeout })
database.exec('PRAGMA cache_size = -65536')
const words = createSearchWords(database)
const vectors = createSearchVectors(database)

parentPort?.on('message', ({ kind, asked }: SearchOrder) =>
  parentPort?.postMessage(kind === 'words' ? words(...asked) : vectors(...asked)),
)
