import { z } from 'zod'
import type { Clock } from '../lib/clock.ts'
import type { SyncLog } from '../store/syncs.ts'

/** How often the place is noted, in papers: a second run repeats at most as many, which changes nothing. */
const every = 2_000

const Cursor = z.object({ line: z.number().int().nonnegative() })

/**
 * Remembers up to which line a large file was added, so that a second run after an interruption goes on there.
 *
 * @param version of the file; without one, nothing is remembered
 */
export function createImportPlace(syncs: SyncLog, clock: Clock, version: string | undefined) {
  const source = version === undefined ? 'file' : `file:${version}`
  let noted = false
  let since = 0
  const note = async (line: number, under = source) => {
    const at = clock.now()
    await syncs.put({ source: under, at, failures: 0, added: 0, updated: 0, cursor: { line } })
  }
  return {
    /** So many lines were added before. */
    async known(): Promise<number> {
      if (version === undefined) return 0
      const line = Cursor.safeParse((await syncs.get(source))?.cursor).data?.line ?? 0
      noted = line > 0
      return line
    },
    /** All papers up to this line are stored. */
    async reached(line: number, papers: number): Promise<void> {
      since += papers
      if (version === undefined || since < every) return
      since = 0
      noted = true
      await note(line)
    },
    /** The whole file is stored, and durable now: the next run begins at its start. */
    async finished(): Promise<void> {
      await note(0, noted ? source : 'file')
    },
  }
}
