import type { PostAddress } from '../../../src/store/subscriptions.ts'

/** How far a call to a platform is: it has come, it has taken effect, it was answered. */
export type Moment = 'arrived' | 'recorded' | 'answered'

/** The process is killed at this moment of the nth such call of its life, or asked to stop. */
export type Kill = { call: string; nth: number; moment: Moment; gently?: true }

export type Process = { kill(): Promise<unknown>; stop(): Promise<unknown>; output(): string }

/** One platform of its own, on which posts are counted. */
export type Stage = {
  channel: PostAddress
  owner: string
  /** The place of the next posts takes none any more. */
  closeChannel(): void
  /** Starts the real process on this platform; what it sends is counted from its start. */
  launch(folder: string): Process
  /** Once the call is so far, this happens; a call that has only arrived never takes effect then. */
  when(kill: Kill, happen: () => void): void
  /** What stands in the channel and in its threads, oldest first. */
  posted(): readonly string[]
  /** What the owner was told, oldest first. */
  told(): readonly string[]
  /** Messages that a whole post of two papers takes. */
  whole: number
  close(): Promise<void>
}
