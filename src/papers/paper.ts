import type { PaperIds } from './ids.ts'

/** Names one paper for good: it never changes, whatever is learnt about the paper later. */
export type PaperId = string

/** A paper as people read it: text is normalised once, when it arrives (`normalize.ts`). */
export type Paper = {
  id: PaperId
  title: string
  /** Empty when the source gave none. */
  abstract: string
  /** Where a person reads it: the arXiv page when the id is known, else another page of it, else a title search. */
  url: string
  /** ISO day it was featured, such as `2025-03-13`. */
  date?: string
  /** ISO day its first version appeared. */
  published?: string
  authors?: readonly string[]
  /** What other places call it; at least one, where there are any. */
  ids?: PaperIds
  upvotes?: number
  keywords?: readonly string[]
  /** arXiv categories, the primary one first, such as `cs.CL`. */
  categories?: readonly string[]
  /** Where its code is, as the source says. */
  code?: string
  /** Its authors took it back: it is shown when asked for, and never posted. */
  withdrawn?: true
  /** Which source it came from: `page`, `json-lines`, `huggingface`, `arxiv`. */
  source: string
  /** The text as it arrived, kept where normalizing changed more than white space. */
  original?: { title: string; abstract: string }
}
