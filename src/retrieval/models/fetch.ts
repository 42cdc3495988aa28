import { PaperboyError } from '../../lib/errors.ts'
import type { ModelFolder } from './files.ts'
import type { EncoderModel } from './model.ts'
import { type Progress, type Source, SourceFailure } from './source.ts'

export type FetchParts = {
  folder: ModelFolder
  /** Asked in this order, until one has it. */
  sources: readonly Source[]
  report?: (progress: Progress) => void
  signal: AbortSignal
}

/**
 * Puts the files of a model into the folder, when they are not there yet.
 *
 * @throws PaperboyError that says why each source failed and how to do without them, or the signal's reason
 */
export async function fetchModel(
  model: EncoderModel,
  { folder, sources, report = () => {}, signal }: FetchParts,
): Promise<void> {
  const reasons: string[] = []
  for (const source of sources) {
    signal.throwIfAborted()
    // Another process may have been quicker, or one source may have had one of the two.
    const missing = await folder.missing(model)
    if (missing.length === 0) return
    try {
      await source.fetch({ model, missing, folder, report, signal })
      return
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof SourceFailure)) throw error
      reasons.push(error.message)
    }
  }
  if ((await folder.missing(model)).length === 0) return
  throw new PaperboyError(
    `The model ${model.name} is not here${reasons.length === 0 ? '' : ` and could not be fetched: ${reasons.join('; ')}`}.`,
    `${withoutNetwork(model, folder)} Or set EMBEDDING_MODEL=off to search by words alone.`,
  )
}

/** How to get a model onto a machine that reaches no source. */
export function withoutNetwork(model: EncoderModel, folder: ModelFolder): string {
  return `Run "paperboy models fetch" where there is a network, and copy the folder it names to "${folder.folderOf(model)}".`
}
