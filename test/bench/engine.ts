import type { Paper } from '../../src/papers/paper.ts'

/** Something that finds papers by words. */
export type Engine = {
  search(question: string): Promise<unknown> | unknown
  /** Left out by engines that only search. */
  answer?(question: string): Promise<unknown>
  /** Tells what the papers on a topic say; left out by engines that only search. */
  summarize?(topic: string): Promise<unknown>
  close?(): Promise<void>
}

/** A way to make an engine over papers; what it takes to build is timed. */
export type EngineKind = {
  name: string
  /** The most questions it is asked at a number of papers: slow engines would take all day. */
  questions(papers: number): number
  build(papers: readonly Paper[]): Promise<Engine> | Engine
}

/** How many papers every engine is asked for. */
export const wanted = 10
