/**
 * Writes into `data/calibration.json` how the scores of a model are to be read: the one of `EMBEDDING_MODEL`, on this
 * machine. To be run when the shipped papers, questions or lines change, or what decides by these scores.
 */
import { writeFile } from 'node:fs/promises'
import { readConfig } from '../config.ts'
import { createLog } from '../lib/log.ts'
import { calibrationFile, readCalibrations } from '../retrieval/calibration.ts'
import { createLocalEmbedder } from '../retrieval/models/local-embedder.ts'
import { defaultModel, readModel } from '../retrieval/models/model.ts'
import { modelFolder, modelSources } from '../retrieval/models/open.ts'
import { calibrateOnShipped } from './calibrate-on-shipped.ts'
import { drawModelProgress } from './models.ts'
import { reportError } from './report.ts'

try {
  const config = readConfig(process.env)
  const { EMBEDDING_MODEL: setting } = config
  const embedder = createLocalEmbedder({
    model: setting.kind === 'local' ? setting.model : readModel(defaultModel),
    folder: modelFolder(config),
    sources: modelSources(config),
    log: createLog(config.LOG_LEVEL, config.secrets),
    report: drawModelProgress(process.stderr),
    patienceMs: Number.POSITIVE_INFINITY,
  })
  const calibration = await calibrateOnShipped(embedder)
  const all = Object.entries({ ...readCalibrations(), [embedder.model]: calibration })
  const rows = all.map(
    ([model, one]) => `  "${model}": ${JSON.stringify(one, null, 1).replaceAll(/\n ?/g, ' ')}`,
  )
  await writeFile(calibrationFile, `{\n${rows.join(',\n')}\n}\n`)
  process.stdout.write(`${embedder.model}: ${JSON.stringify(calibration)}\n`)
  await embedder.close()
} catch (error) {
  reportError(error, process.stderr)
  process.exitCode = 1
}
