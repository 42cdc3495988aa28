import type { Clock } from '../lib/clock.ts'
import type { AdapterParts } from '../platform/adapter.ts'
import type { Store } from '../store/store.ts'

/** Where commands are registered, as the database knows it. */
export function createCommandPlaces(
  { facts }: Pick<Store, 'facts'>,
  clock: Clock,
): AdapterParts['commandPlaces'] {
  return {
    get: async (application) => (await facts.get('commands', application))?.value,
    put: (application, places) => facts.put('commands', application, places, clock.now()),
  }
}
