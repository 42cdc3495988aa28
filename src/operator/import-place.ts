import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { JobLog } from '../store/jobs.ts'
import { imports } from '../store/queues.ts'

/** How often the place is noted, in papers: a second run repeats at most as many, which changes nothing. */
const every = 2_000

const Cursor = z.object({ line: z.number().int().nonnegative() })

/**
 * Remembers up to which line a large file was added, so that a second run after an interruption goes on there.
 *
 * @param version of the file; without one, nothing is remembered
 */
export function createImportPlace(jobs: JobLog, version: string | undefined) {
  let noted = false
  let since = 0
  const note = (line: number, series = version) =>
    // All are due at one moment, so that the last one is the newest whatever the clock says.
    jobs.record(
      [
        {
          ...{ queue: imports, keys: [randomUUID()], dueAt: new Date(0), payload: { line } },
          ...(series !== undefined && { series }),
        },
      ],
      'added',
    )
  return {
    /** So many lines were added before. */
    async known(): Promise<number> {
      if (version === undefined) return 0
      const [last] = await jobs.ended(imports, version, 1)
      const line = Cursor.safeParse(last?.payload).data?.line ?? 0
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
      await note(0, noted ? version : undefined)
    },
  }
}
