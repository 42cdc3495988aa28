/** The thread of `encoder.ts`: opens the encoder that it is told of first, and encodes text after text. */
import { parentPort } from 'node:worker_threads'
import { describeError } from '../../lib/errors.ts'
import { type Encode, openEncoder } from './encode.ts'
import type { EncoderAnswer, EncoderOrder } from './encoder.ts'
import { DamagedFile } from './files.ts'

let encode: Encode | undefined

parentPort?.on('message', async (order: EncoderOrder) => {
  const answer = await carryOut(order)
  if ('vector' in answer) parentPort?.postMessage(answer, [answer.vector.buffer])
  else parentPort?.postMessage(answer)
})

async function carryOut(order: EncoderOrder): Promise<EncoderAnswer> {
  try {
    if ('open' in order) {
      encode = await openEncoder(order.open)
      return { opened: true }
    }
    if (!encode) throw new Error('No model is open.')
    return { vector: await encode(order.text) }
  } catch (error) {
    return { failed: describeError(error), isDamaged: error instanceof DamagedFile }
  }
}
