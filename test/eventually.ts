import { vi } from 'vitest'

/**
 * How long to wait for what has to come, in milliseconds: on a busy machine everything takes its time, and only a test
 * that fails waits so long. Whatever has to come soon is timed where it is tested.
 */
export const patience = 60_000

/** Waits until this holds, and gives what it gives. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: patience, interval: 20 })
