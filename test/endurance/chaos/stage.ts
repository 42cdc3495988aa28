import type { Moment as CallMoment } from '../../fakes/moments.ts'

/** How far a question is when something happens. */
export const moments = [
  'event received',
  'acknowledged',
  'answering',
  'posting',
  'posted, not recorded',
] as const
export type Moment = (typeof moments)[number]

/** What happens. */
export const faults = [
  'process killed',
  'process frozen',
  'connection cut',
  'rate limited',
  'server errors',
  'slow network',
  'database locked',
  'model down',
] as const
export type Fault = (typeof faults)[number]

/** An answer as people see it. */
export type Seen = { text: string; isFinished: boolean }

/** One platform of its own, on which one question is asked. */
export type Stage = {
  /** What a process needs to answer here. */
  settings: Readonly<Record<string, string>>
  /** What no process had taken on is never sent again: another one must have heard it, too. */
  forgets: boolean
  /** Waits for so many processes to be connected. */
  connected(processes: number): Promise<void>
  /**
   * Asks what is answered best at this moment; resolves when the platform was told that the question arrived, or at once
   * where it is never told.
   */
  ask(moment: Moment): Promise<unknown>
  /** When the first message that shows the answer is so far, this happens; what it resolves to is waited for. */
  whenPosting(moment: CallMoment, happen: () => unknown): void
  /** Everything that was said in answer. */
  seen(): readonly Seen[]
  /** Cuts every connection, and every call for as long as it lasts. */
  cut(): void
  limit(): void
  fail(): void
  slow(): void
  /** The first message arrives, but what is answered to it is lost in this way. */
  lose(fault: Fault): void
  /** Ends whatever goes wrong. */
  calm(): void
  /** When the last call came, in milliseconds since 1970. */
  lastCall(): number
  close(): Promise<void>
}

/** How long one call takes on a slow network, in milliseconds. */
export const slowness = 2_500

/** What the shipped papers answer. */
export const question = 'What is TAROT?'
