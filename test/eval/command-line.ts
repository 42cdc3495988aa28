import { type ParseArgsConfig, parseArgs } from 'node:util'
import { describeError, PaperboyError } from '../../src/lib/errors.ts'

/**
 * The options this process was started with.
 *
 * @throws PaperboyError when there is one that is not known, or one without its value.
 */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(options: Options) {
  try {
    return parseArgs({ options }).values
  } catch (cause) {
    throw new PaperboyError(`${describeError(cause)}.`, '--help lists the options.', { cause })
  }
}
