import type { Paper } from '../paper.ts'
import type { Warning } from './warning.ts'

/** A part of a file: whole entries of its format. */
export type Chunk = {
  text: string
  /** The number of its first line; counted from 1. */
  first: number
  /** ISO day for papers that give none. */
  date?: string | undefined
  /** For days without a year. */
  today?: Date | undefined
}

/** An entry that cannot be read is told with its line and costs only itself. */
export type ReadChunk = (chunk: Chunk) => { papers: readonly Paper[]; warnings: readonly Warning[] }

/** A form in which papers come. */
export type Format = {
  /** What people call it. */
  name: string
  /** Whether a text that begins like this is of this form. */
  fits(head: string): boolean
  /** Where an entry begins, for forms that can be read in parts: any line, or lines that begin so. */
  entries?: 'lines' | RegExp
  read: ReadChunk
}
