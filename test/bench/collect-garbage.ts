import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')

/** Collects all garbage of this process at once, as when memory runs out: only then V8 gives the room back to the system. */
export function collectGarbage(): void {
  if (typeof collect === 'function') collect({ type: 'major', flavor: 'last-resort' })
}
