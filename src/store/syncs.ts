import type { Json } from '../lib/json.ts'

/** How it went the last time papers were fetched from a source. */
export type SyncState = {
  /** As in the setting `SOURCES`: `huggingface`, `arxiv:cs.CL`. */
  source: string
  /** When it was tried last. */
  at: Date
  /** When it worked last. */
  succeededAt?: Date
  /** Why the last attempt failed, in a sentence; left out when it worked. */
  problem?: string
  /** Failures in a row. */
  failures: number
  /** Papers that were added and updated by the last attempt that worked. */
  added: number
  updated: number
  /** Where to go on: what only the source understands. */
  cursor?: Json
}

export type SyncLog = {
  get(source: string): Promise<SyncState | undefined>
  /** Replaces what was known of this source. Durable when it resolves. */
  put(state: SyncState): Promise<void>
  /** All sources that were ever tried, by name. */
  all(): Promise<readonly SyncState[]>
}
