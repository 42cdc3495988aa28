import { z } from 'zod'
import type { Held } from '../jobs/holder.ts'
import type { Json } from '../lib/json.ts'
import { Composition } from './composition.ts'

/** Why nothing comes of a post: its place takes none any more, or it was tried for long enough. */
export type Trouble = z.infer<typeof Trouble>
const Trouble = z.object({ kind: z.enum(['closed', 'failed']), why: z.string() })

/** What is sent, by whichever process, and since when that is decided: no message of it is older. */
export type Composed = z.infer<typeof Composed>
const Composed = z.object({
  since: z.iso.datetime().transform((at) => new Date(at)),
  composition: Composition,
})

/** How far a delivery is, as the log keeps it: whatever stands there was durable before anything was done about it. */
export type Progress = z.infer<typeof Progress>
const Progress = z.object({
  /** Attempts that failed. */
  attempts: z.number(),
  composed: Composed.exactOptional(),
  /** Set before a word to an owner is sent for the first time. */
  begun: z.literal(true).exactOptional(),
  /** Set once it is known that the questions which it answers are watched no more. */
  answered: z.literal(true).exactOptional(),
  /** What the platform noted of the messages that it has sent. */
  posted: z
    .json()
    .transform((noted): Json => noted)
    .exactOptional(),
  /** Set once it is decided that nothing comes of it; of a notice, what it is about. */
  trouble: Trouble.exactOptional(),
})

/** The notes of one delivery. */
export type Notes = {
  /** As they are now. */
  progress(): Progress
  /**
   * Changes some of them. Durable when it resolves.
   *
   * @throws LostError when another process has the delivery by now
   */
  change(some: Partial<Progress>): Promise<void>
}

/** How far a job of the log is; undefined where nothing was noted that this version can read. */
export const progressOf = ({ notes }: { notes: Json | undefined }): Progress | undefined =>
  Progress.safeParse(notes).data

/** A delivery whose notes this version cannot read is given up: it might be sent twice. */
const unreadable: Trouble = { kind: 'failed', why: 'What was noted of it cannot be read by this version.' }

export function openNotes({ job, note }: Held): Notes {
  let progress: Progress =
    job.notes === undefined ? { attempts: 0 } : (progressOf(job) ?? { attempts: 0, trouble: unreadable })
  return {
    progress: () => progress,
    async change(some) {
      progress = { ...progress, ...some }
      await note(toJson(progress))
    },
  }
}

/** The first notes of a word to an owner. */
export const noticeOf = (trouble: Trouble): Json => ({ attempts: 0, trouble })

function toJson({ composed, ...rest }: Progress): Json {
  return { ...rest, ...(composed && { composed: { ...composed, since: composed.since.toISOString() } }) }
}
