import type { Described } from '../../../platform/describe.ts'
import { timeStamp } from '../time-stamp.ts'
import type { Place } from '../work.ts'

/** Where one person asked something. */
type Asked = {
  channel: string
  /** Only one that somebody has written in: Slack shows private lines in no other. */
  thread?: string
  trigger: string
  /** The modal it was asked in. */
  view?: string
}

/**
 * Where what one person sees alone is shown: a notice in a line, which goes with the next reload; anything longer in a
 * modal, and so is whatever comes of a modal.
 */
export function privatePlace(described: Described, { channel, thread, trigger, view }: Asked): Place {
  const at = { channel, ...(thread !== undefined && { thread }) }
  if (view !== undefined) return { kind: 'modal', ...at, trigger, above: true, view }
  return isNotice(described) ? { kind: 'private', ...at } : { kind: 'modal', ...at, trigger }
}

/** What is asked back, and what was changed, takes a line or two. */
const isNotice = ({ route, changes = 'nothing' }: Described): boolean =>
  route.kind !== 'run' || changes !== 'nothing'

/** A time stamp of Slack's before which nothing answers what came in now. */
export const earliestAnswer = (): string => timeStamp(new Date())
