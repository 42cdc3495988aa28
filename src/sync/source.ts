import type { Json } from '../lib/json.ts'
import type { Paper } from '../papers/paper.ts'

/** Some papers of a source, in one piece, with the place to go on from once they are stored. */
export type SourceBatch = {
  papers: readonly Paper[]
  warnings: readonly string[]
  cursor: Json
  /** How far it is, in words: "2026-11-09". */
  at: string
}

export type SourceRequest = {
  /** Where the last run got to; undefined in the first run. */
  cursor: Json | undefined
  /** ISO day to begin from, when somebody asks for older papers. */
  since: string | undefined
  now: Date
  signal: AbortSignal
}

/** How sources are called in the setting `SOURCES` and on the command line. */
export const sourceName = /^(?:huggingface|arxiv:[a-z-]+(?:\.[A-Za-z-]+)?|zotero:(?:groups|users)\/\d{1,12})$/

/** Where papers come from. */
export type Source = {
  /** As in the setting `SOURCES`: `huggingface`, `arxiv:cs.CL`. */
  name: string
  /** How long, in milliseconds, until it is worth asking again. */
  interval: number
  /**
   * Fetches what is new, in batches; may be stopped and gone on with after any of them. Idempotent.
   *
   * @throws PaperboyError when the source cannot be reached or understood
   */
  fetch(request: SourceRequest): AsyncGenerator<SourceBatch>
}

/** The ISO day so many days after another, or before it. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayLength).toISOString().slice(0, 10)
}

export const dayLength = 24 * 3_600_000
