import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Tokenizer } from '@huggingface/tokenizers'
import type { InferenceSession } from 'onnxruntime-node'
import { DamagedFile } from './files.ts'
import type { Pooling } from './model.ts'

/** What an encoder is opened from. */
export type EncoderFiles = {
  pooling: Pooling
  model: { file: string; sha256: string }
  tokenizer: { file: string; sha256: string }
}

/** Text -> unit vector. */
export type Encode = (text: string) => Promise<Float32Array<ArrayBuffer>>

/** Tokens of a text that are looked at, the two at its ends included; 512 gained nothing at 1.6 times the time. */
const mostTokens = 256
/** What is read of a text: more than so many tokens ever take in any prose, and little enough to be cut in no time. */
const mostCharacters = 16_384

/**
 * Opens an encoder, after a look at the bytes of its files. One text goes through it at a time: the activations of
 * int8 models are scaled over a whole batch, so that in a batch a text's vector would depend on its neighbours.
 *
 * @throws DamagedFile, or what the file system and the runtime throw
 */
export async function openEncoder({ pooling, model, tokenizer }: EncoderFiles): Promise<Encode> {
  const weights = await readWhole(model)
  const vocabulary: unknown = JSON.parse((await readWhole(tokenizer)).toString('utf8'))
  if (typeof vocabulary !== 'object' || vocabulary === null) throw new DamagedFile(tokenizer.file)
  // Its own configuration holds nothing that an encoder needs.
  const words = new Tokenizer(vocabulary, {})
  const { InferenceSession, Tensor } = await import('onnxruntime-node')
  const session = await InferenceSession.create(weights, sessionOptions)
  const output = session.outputNames.find((name) => name === 'last_hidden_state') ?? session.outputNames[0]
  const isTyped = session.inputNames.includes('token_type_ids')
  if (output === undefined) throw new Error(`${model.file} gives nothing.`)

  return async (text) => {
    const ids = tokensOf(words, text)
    const shape = [1, ids.length]
    const int64 = (numbers: readonly number[]) =>
      new Tensor('int64', BigInt64Array.from(numbers, BigInt), shape)
    const { [output]: tensor } = await session.run(
      {
        input_ids: int64(ids),
        attention_mask: int64(ids.map(() => 1)),
        ...(isTyped && { token_type_ids: int64(ids.map(() => 0)) }),
      },
      [output],
    )
    if (!(tensor?.data instanceof Float32Array) || tensor.dims.length !== 3)
      throw new Error(`${model.file} is no encoder: it gives no vector for each token.`)
    return pool(tensor.data, { tokens: ids.length, pooling })
  }
}

/** Threads that one text keeps busy. With two, both cores are taken from everybody else for little. */
const sessionOptions: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
}

async function readWhole({ file, sha256 }: { file: string; sha256: string }): Promise<Buffer> {
  const bytes = await readFile(file).catch((error: unknown) => {
    // Another process may be putting a whole one in its place.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new DamagedFile(file)
    throw error
  })
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new DamagedFile(file)
  return bytes
}

/** The first tokens of a text, with the token that marks its end where it was cut. */
function tokensOf(words: Tokenizer, text: string): readonly number[] {
  const { ids } = words.encode(text.slice(0, mostCharacters).toWellFormed().trim())
  return ids.length <= mostTokens ? ids : [...ids.slice(0, mostTokens - 1), ...ids.slice(-1)]
}

/** All tokens of a text count the same, as there is no padding; or the first one stands for it. */
function pool(
  values: Float32Array,
  { tokens, pooling }: { tokens: number; pooling: Pooling },
): Float32Array<ArrayBuffer> {
  const dimensions = values.length / tokens
  const sum = new Float64Array(dimensions)
  const rows = pooling === 'cls' ? 1 : tokens
  for (let row = 0; row < rows; row++)
    for (let index = 0; index < dimensions; index++)
      sum[index] = (sum[index] ?? 0) + (values[row * dimensions + index] ?? 0)
  const length = Math.hypot(...sum)
  if (!Number.isFinite(length) || length === 0) throw new Error('The model gave a vector without direction.')
  return Float32Array.from(sum, (value) => value / length)
}
