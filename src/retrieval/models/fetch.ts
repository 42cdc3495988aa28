import { PaperboyError } from '../../lib/errors.ts'
import type { ModelFolder } from './files.ts'
import type { EncoderModel } from './model.ts'
import { type ModelSource, type Progress, SourceFailure } from './source.ts'

export type FetchParts = {
  folder: ModelFolder
  /** Asked in this order, until one has it. */
  sources: readonly ModelSource[]
  report?: (progress: Progress) => void
  signal: AbortSignal
  /** Asks no source when all were asked in vain less than so many milliseconds ago, by whatever process. */
  restMs?: number
}

/**
 * Puts the files of a model into the folder, when they are not there yet.
 *
 * @throws PaperboyError that says why each source failed and how to do without them, or the signal's reason
 */
export async function fetchModel(
  model: EncoderModel,
  { folder, sources, report = () => {}, signal, restMs = 0 }: FetchParts,
): Promise<void> {
  if ((await folder.missing(model)).length === 0) return
  const lately = await folder.recentFailure(model, restMs)
  if (lately !== undefined) throw notFetched(model, folder, lately)
  const reasons: string[] = []
  for (const source of sources) {
    signal.throwIfAborted()
    // Another process may have been quicker, or one source may have had one of the two.
    const missing = await folder.missing(model)
    if (missing.length === 0) return
    try {
      return await source.fetch({ model, missing, folder, report, signal })
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof SourceFailure)) throw error
      reasons.push(error.message)
    }
  }
  if ((await folder.missing(model)).length === 0) return
  await folder.noteFailure(model, reasons.join('; '))
  throw notFetched(model, folder, reasons.join('; '))
}

function notFetched(model: EncoderModel, folder: ModelFolder, reasons: string): PaperboyError {
  return new PaperboyError(
    `The model ${model.name} could not be fetched: ${reasons || 'there is nowhere to fetch it from'}.`,
    `Run "paperboy models fetch" later or elsewhere, and copy the folder it names to "${folder.folderOf(model)}"; or set EMBEDDING_MODEL=off to search by words alone.`,
  )
}
