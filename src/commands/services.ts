import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { Store } from '../store/store.ts'

/** Everything commands work with; `src/services.ts` makes it from the configuration. */
export type Services = {
  store: Store
  log: Log
  clock: Clock
}
