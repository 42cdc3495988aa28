/** What a text is for: some models take questions and passages apart, and a question never waits behind passages. */
export type TextKind = 'question' | 'passage'

/** Turns texts into unit vectors that are close when the texts mean the same. */
export type Embedder = {
  /** Names the vector space: vectors of different models are never compared. */
  model: string
  /** How many papers are embedded and stored at a time, which is what a crash can lose; 256 when left out. */
  batch?: number
  /** Whether the sentences of papers are embedded, too: not where each text is paid for. */
  sentences?: boolean
  /**
   * One vector a text, in the order of the texts, all of the same length; undefined for a text that the model does not
   * take, however short it is cut.
   *
   * @throws PaperboyError when the model fails, with what to do about it; the signal's reason when it ends the work
   */
  embed(
    texts: readonly string[],
    kind: TextKind,
    signal?: AbortSignal,
  ): Promise<readonly (Float32Array | undefined)[]>
}
