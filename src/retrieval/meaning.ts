import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import type { PaperId } from '../papers/paper.ts'
import type { Store } from '../store/store.ts'
import type { Hit, PaperVectors } from '../store/vectors.ts'
import { type Calibration, calibrationOf } from './calibration.ts'
import type { Embedder } from './embedder.ts'

/** What texts and papers mean, as far as a model can say. */
export type Meaning = {
  /** What a person's words mean; undefined when there is no model, it fails or is not ready: words alone still answer. */
  of(text: string): Promise<Float32Array | undefined>
  /**
   * What many texts of our own mean, in their order; undefined unless the model could tell all of them. They are asked for
   * in small parts, since the time that a question waits for a model is not enough for hundreds of them on a busy machine.
   */
  ofAll(texts: readonly string[]): Promise<readonly Float32Array[] | undefined>
  /** What is known of these papers; none of those that were not embedded yet. */
  papers(ids: readonly PaperId[]): Promise<ReadonlyMap<PaperId, PaperVectors>>
  /** The papers that mean most nearly the same, best first. */
  nearest(vector: Float32Array, limit: number): Promise<readonly Hit[]>
  /** How the scores of the model are to be read; undefined for one that was never measured: it only ranks. */
  calibration: Calibration | undefined
}

/** Texts of our own that are embedded at a time. */
const atATime = 32

/** @param embedder left out, nothing means anything */
export function createMeaning({
  store,
  log,
  embedder,
}: {
  store: Pick<Store, 'vectors'>
  log: Log
  embedder?: Embedder | undefined
}): Meaning {
  const model = embedder?.model

  async function embed(texts: readonly string[]): Promise<readonly (Float32Array | undefined)[]> {
    try {
      return (await embedder?.embed(texts, 'question')) ?? []
    } catch (error) {
      log.debug({ error: describeError(error) }, 'A text was read by its words alone')
      return []
    }
  }

  return {
    calibration: calibrationOf(model),
    of: async (text) => (await embed([text]))[0],
    async ofAll(texts) {
      const vectors: Float32Array[] = []
      while (vectors.length < texts.length) {
        const part = texts.slice(vectors.length, vectors.length + atATime)
        const embedded = (await embed(part)).filter((vector) => vector !== undefined)
        if (embedded.length < part.length) return undefined
        vectors.push(...embedded)
      }
      return vectors
    },
    papers: async (ids) => (model === undefined ? new Map() : store.vectors.get(model, ids)),
    nearest: async (vector, limit) =>
      model === undefined ? [] : store.vectors.search({ model, dimensions: vector.length }, vector, limit),
  }
}
