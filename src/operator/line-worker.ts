/** The worker thread of `line-readers.ts`: answers every piece of a file, in order. */
import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { type Piece, readReady } from './read-ready.ts'

// Answering questions on this machine comes first. On Linux, this is said of the thread alone: the one that
// writes holds the database, and must not be slow.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
parentPort?.on('message', (piece: Piece) => parentPort?.postMessage(readReady(piece)))
