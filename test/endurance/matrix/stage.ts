import type { PostAddress } from '../../../src/store/subscriptions.ts'
import type { Moment, Moments } from '../../fakes/moments.ts'

/**
 * The process is killed at this moment of the nth such call of its life, or asked to stop, or frozen and woken when
 * another has ended its work; some milliseconds later where that is said.
 */
export type Kill = { call: string; nth: number; moment: Moment; how?: 'gently' | 'frozen'; later?: number }

export type Process = {
  kill(): Promise<unknown>
  stop(): Promise<unknown>
  /** Stands still as a whole, as on a machine that sleeps, until it is woken. */
  freeze(): void
  wake(): void
  output(): string
}
/** Where a process works, and on which database. */
export type Surroundings = { folder: string; settings: Record<string, string> }

/** An answer as people see it. */
export type Seen = { text: string; isFinished: boolean }

/** One platform of its own, on which posts and answers are counted. */
export type Stage = {
  channel: PostAddress
  owner: string
  /** The place of the next posts takes none any more. */
  closeChannel(): void
  /** Starts the real process on this platform; what it sends is counted from its start. */
  launch(surroundings: Surroundings): Process
  /** Once the call is so far, this happens; a call that has only arrived never takes effect then. */
  when(kill: Kill, happen: () => void): void
  /** What stands in the channel and in its threads, oldest first. */
  posted(): readonly string[]
  /** What the owner was told, oldest first. */
  told(): readonly string[]
  /** Somebody asks a question, once a process is connected. */
  ask(question: string): Promise<unknown>
  /** Everything that was said in answer. */
  answers(): readonly Seen[]
  /** Messages that a whole post of two papers takes. */
  whole: number
  close(): Promise<void>
}

/** How long a process may take to connect, in milliseconds. */
export const connecting = 200_000

/** How a stage makes things happen, by the moments of its platform. */
export const happenAt =
  (moments: Moments): Stage['when'] =>
  ({ call, nth, moment }, happen) =>
    moments.at(call, nth, moment, () => {
      happen()
      return moment === 'arrived' ? new Promise(() => undefined) : undefined
    })
