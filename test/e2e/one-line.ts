import { expect } from 'vitest'
import type { Ended } from './paperboy.ts'

/** One line that says what is wrong and what to do, no stack trace, and a failure for scripts. */
export function expectOneLine({ code, stdout, stderr }: Ended, ...about: readonly string[]): void {
  expect(stderr).toMatch(/^paperboy: [^\n]+\n$/)
  for (const words of about) expect(stderr).toContain(words)
  expect(stderr).not.toMatch(/\bat .*\.ts:\d+|not expected/)
  expect(stdout).toBe('')
  expect(code).toBe(1)
}
