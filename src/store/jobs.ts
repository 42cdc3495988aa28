import type { Json } from '../lib/json.ts'

/** Work that is to be remembered before anything is done about it. */
export type NewJob = {
  /** Whose work it is: the platform's questions, its posts, the sources. */
  queue: string
  /** Everything by which it may come again, compared within its queue; none is the key of another job. */
  keys: readonly string[]
  /** When it came in or is due: it is never begun before, and the longest due comes first. */
  dueAt: Date
  /** What is needed to do it after a restart. */
  payload: Json
  /** How far it is. */
  notes?: Json
  /** What it is one of, such as a subscription, to be listed by. */
  series?: string
}

export type Job = {
  /** Unguessable, at most 20 characters: what a platform is given to know a repeat by. */
  id: string
  queue: string
  dueAt: Date
  /** How often somebody took it on, the first time included. */
  attempts: number
  /** How many processes ended, as far as anybody knows, while they worked on it. */
  deaths: number
  payload: Json
  /** What was noted last; undefined until something was. */
  notes: Json | undefined
}

/** A job that came to an end worth remembering. */
export type EndedJob = Job & { outcome: string; endedAt: Date }

/** Who works on something, and for how long from now on nobody else may, in milliseconds. */
export type Lease = { holder: string; lasting: number }

/**
 * The durable log of work of all processes: nothing that was added is lost, nothing is added twice, and each job is
 * held by one process at a time. Holds are measured by one clock for all: the machine's where the database is a file,
 * the database's where it is a server. A hold or wait that was begun later than now was written by a clock that ran
 * ahead, and is begun now.
 */
export type JobLog = {
  /**
   * Adds jobs, and holds those that are due when a hold is given: durable when it resolves, all or nothing. Returns
   * those that were added: what shares a key with a known job is left out. Of several at once, exactly one adds it.
   */
  add(jobs: readonly NewJob[], hold?: Lease): Promise<readonly Job[]>
  /** Records the outcome of what was never begun and never will be; known jobs stay as they are. Idempotent. */
  record(jobs: readonly NewJob[], outcome: string): Promise<void>
  /**
   * Takes on what is due and held by nobody, longest due first, at most `limit`. Each by one only. A holder that let
   * the time run out counts as dead until it says that it lives.
   */
  take(queue: string, hold: Lease, limit: number): Promise<readonly Job[]>
  /** In how many milliseconds the first of those can be taken; undefined when all are done. */
  wait(queue: string): Promise<number | undefined>
  /** Nothing of a queue waits any longer: whatever is held by nobody can be taken. */
  hurry(queue: string): Promise<void>
  /** Goes on holding these. Returns those that are still the holder's: the others are done or held by somebody else. */
  prolong(ids: readonly string[], hold: Lease): Promise<readonly string[]>
  /**
   * Gives back what the holder has: in so many milliseconds somebody may take it on. When it came to an end of its own,
   * it was not what earlier holders ended over.
   */
  release(ids: readonly string[], holder: string, how: { wait: number; ended: boolean }): Promise<void>
  /** Notes how far it is, in place of what was noted before. Durable; false, and nothing noted, for any but its holder. */
  note(id: string, holder: string, notes: Json): Promise<boolean>
  /**
   * It is done. With an outcome it can be looked up for a while, otherwise only its keys are still known. Durable;
   * false, and nothing done, for any but its holder.
   */
  finish(id: string, holder: string, outcome?: string): Promise<boolean>
  /** A holder that let the time run out was not dead: it slept, or could not reach the database. */
  live(holder: string): Promise<void>
  /** What is not done, no matter who holds it, longest due first: of a queue, or of all whose names begin with something. */
  unfinished(queue: string | { within: string }): Promise<readonly Job[]>
  /** The latest of a series that came to an outcome, newest first. */
  ended(queue: string, series: string, limit: number): Promise<readonly EndedJob[]>
  /** How many jobs of series came to an outcome since a moment. */
  count(outcome: string, since: Date): Promise<number>
  /**
   * Forgets what was done before these moments, without an outcome or with one; its keys can be added anew. Returns how
   * many.
   */
  forget(before: { plain: Date; outcomes: Date }): Promise<number>
}
