import { PaperboyError } from '../../lib/errors.ts'
import type { ModelFolder } from './files.ts'
import type { EncoderModel, ModelFile } from './model.ts'

/** How far a fetch is, in bytes of what one source gives. `total` is unknown where nobody says it. */
export type Progress = { source: string; done: number; total: number | undefined }

/** What is wanted of a source. */
export type Order = {
  model: EncoderModel
  missing: readonly ModelFile[]
  folder: ModelFolder
  report: (progress: Progress) => void
  signal: AbortSignal
}

/** Where the files of models may come from. */
export type ModelSource = {
  /** In words, as in "from Maven". */
  name: string
  /** Puts the missing files into the folder. @throws SourceFailure when this source cannot, DiskError, or the signal's reason */
  fetch(order: Order): Promise<void>
}

/** A source does not give a model; another one may. `message` is a clause: "Maven (mvn) is not installed". */
export class SourceFailure extends PaperboyError {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, '', options)
    this.name = 'SourceFailure'
  }
}
