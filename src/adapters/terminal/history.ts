import { readFileSync, writeFileSync } from 'node:fs'

/** Lines kept from one session to the next. */
export const historySize = 500
/** Longest line worth keeping, in UTF-16 units; pasted pages are not. */
const longestLine = 2_000

/** Lines typed in earlier sessions, newest first, as `node:readline` wants them; none when there is no file. */
export function readHistory(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .slice(0, historySize)
  } catch {
    // A first session has no history, and an unreadable one is not worth a question unanswered.
    return []
  }
}

/** Keeps the lines, newest first, readable by their owner only. A read-only disk costs the history, nothing else. */
export function writeHistory(file: string, lines: readonly string[]): void {
  const kept = lines.filter((line) => line.length <= longestLine).slice(0, historySize)
  try {
    writeFileSync(file, `${kept.join('\n')}\n`, { mode: 0o600 })
  } catch {
    return
  }
}
