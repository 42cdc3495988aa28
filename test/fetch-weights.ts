import { describeError } from '../src/lib/errors.ts'
import { openWeights } from './fixtures/weights.ts'

/** Before any test: fetches the weights once, so that no test's own time goes into it. */
export async function setup(): Promise<void> {
  try {
    await openWeights()
  } catch (error) {
    // The tests that need them fail by themselves, and say the same.
    process.stderr.write(`${describeError(error)}\n`)
  }
}
