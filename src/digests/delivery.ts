import { z } from 'zod'
import type { Json } from '../lib/json.ts'
import type { Job, NewJob } from '../store/jobs.ts'
import { Address } from '../store/json-columns.ts'

const Due = z.object({
  subscription: z.string(),
  /** The local ISO day it is for. */
  day: z.string(),
  kind: z.enum(['post', 'notice', 'confirm']),
  to: Address,
})

/**
 * What goes out unasked: a post of a subscription on one day, a word to its owner about that day's, or the question
 * whether its reader wants it.
 */
export type Due = z.infer<typeof Due> & {
  /** When it was due. */
  due: Date
}

/** One thing that goes out once. */
export type Delivery = Due & {
  /** What the platform is given to know a repeat by: unguessable, at most 20 characters. */
  id: string
}

/** What became of a post. */
export type Outcome = 'sent' | 'nothing-new' | 'skipped' | 'failed'

/** As a job: one for each subscription, day and kind. Only posts are looked up later. */
export function toJob({ due, ...payload }: Due, notes?: Json): Omit<NewJob, 'queue'> {
  const { subscription, day, kind } = payload
  return {
    keys: [`${subscription} ${day} ${kind}`],
    dueAt: due,
    payload,
    ...(kind === 'post' && { series: subscription }),
    ...(notes !== undefined && { notes }),
  }
}

/** @throws when a version wrote it that this one cannot read */
export const toDelivery = ({ id, dueAt, payload }: Pick<Job, 'id' | 'dueAt' | 'payload'>): Delivery => ({
  ...Due.parse(payload),
  id,
  due: dueAt,
})
