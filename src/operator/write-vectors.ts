/**
 * Writes `data/shipped-vectors.int8`: the vectors of the papers that ship with Paperboy, and of each of their sentences,
 * by the model that runs where nothing is set. To be run when the papers, their sentences or the model change.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../config.ts'
import { createLog } from '../lib/log.ts'
import { embedPapers } from '../retrieval/index-papers.ts'
import { createLocalEmbedder } from '../retrieval/models/local-embedder.ts'
import { defaultModel, readModel } from '../retrieval/models/model.ts'
import { modelFolder, modelSources } from '../retrieval/models/open.ts'
import { toVectorFile } from '../retrieval/vector-file.ts'
import { drawModelProgress } from './models.ts'
import { reportError } from './report.ts'
import { readShippedPapers } from './shipped-papers.ts'

try {
  const config = readConfig(process.env)
  const embedder = createLocalEmbedder({
    model: readModel(defaultModel),
    folder: modelFolder(config),
    sources: modelSources(config),
    log: createLog(config.LOG_LEVEL, config.secrets),
    report: drawModelProgress(process.stderr),
  })
  const papers = await readShippedPapers()
  const vectors = await embedPapers(embedder, papers)
  const rows = papers.flatMap((paper, index) => {
    const own = vectors[index]
    return own ? [{ paper, vectors: own }] : []
  })
  const file = join(import.meta.dirname, '../../data/shipped-vectors.int8')
  await writeFile(file, toVectorFile(embedder.model, rows))
  process.stdout.write(`Wrote the vectors of ${rows.length} papers to ${file}.\n`)
  await embedder.close()
} catch (error) {
  reportError(error, process.stderr)
  process.exitCode = 1
}
