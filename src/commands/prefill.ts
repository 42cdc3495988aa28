import { describeError } from '../lib/errors.ts'
import { takesLonger } from '../lib/takes-longer.ts'
import type { Describe } from '../platform/describe.ts'
import type { Prefill } from '../platform/options-form.ts'
import type { Command } from './command.ts'
import type { Services } from './services.ts'

/** A form that is opened by a click has to be there within three seconds: so long is waited for what stands in it. */
const waited = 1_000

/** Fills forms with what their commands know; a form opens empty where that fails or takes too long. */
export function createPrefill(
  commands: readonly Command[],
  services: Pick<Services, 'store' | 'log'>,
  describe: Describe,
): Prefill {
  return async (request) => {
    const { route } = describe(request.line)
    const command = route.kind === 'run' ? commands.find(({ name }) => name === route.name) : undefined
    if (route.kind !== 'run' || !command?.prefill) return { values: {} }
    try {
      const known = command.prefill({ request, rest: route.rest }, services)
      return (await takesLonger(known, waited)) ? { values: {} } : await known
    } catch (error) {
      services.log.info({ error: describeError(error) }, 'A form opens empty')
      return { values: {} }
    }
  }
}
