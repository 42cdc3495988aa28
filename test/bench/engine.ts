import type { Paper, PaperId } from '../../src/papers/paper.ts'

/** Something that finds papers by words. */
export type Engine = {
  /** At most so many papers, best first. */
  search(question: string, limit: number): Promise<readonly PaperId[]> | readonly PaperId[]
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
  /** @param folder empty, the engine's own, and gone once it is closed */
  build(papers: readonly Paper[], folder: string): Promise<Engine> | Engine
}

/** How many papers every engine is asked for when it is timed. */
export const wanted = 10
