import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EncoderModel, readModel } from '../../../src/retrieval/models/model.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Two files that are fetched like those of a model, and cannot be run. */
export const files = {
  'onnx/model_quantized.onnx': Buffer.alloc(300_000, 'weights '),
  'tokenizer.json': Buffer.from('{"model": {}}'),
}

/** As the setting names it, behind `local:`. */
export const tinyName = `own/tiny?sha256=${sha256(files['onnx/model_quantized.onnx'])}&tokenizer=${sha256(files['tokenizer.json'])}&pooling=mean`

export const tiny: EncoderModel = readModel(tinyName)

export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'paperboy-models-'))
