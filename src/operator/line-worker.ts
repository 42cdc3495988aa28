/** The worker thread of `line-readers.ts`: answers every piece of a file, in order. */
import { parentPort } from 'node:worker_threads'
import type { Lines } from '../papers/sources/json-lines.ts'
import { readReady } from './read-ready.ts'

parentPort?.on('message', (lines: Lines) => parentPort?.postMessage(readReady(lines)))
