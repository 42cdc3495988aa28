/** Where progress is drawn: standard error, or whatever stands in for it. */
export type ProgressOutput = { isTTY?: boolean | undefined; write(text: string): unknown }

/** Work that takes less time than this shows no bar. */
const patienceMs = 1000
const redrawMs = 100
const width = 30

/**
 * A bar that draws itself over while work goes on; silent when the work is quick or the output is no terminal.
 *
 * @param total what `done` will be in the end, in any unit; without it only the label is shown
 * @param now milliseconds on any clock
 */
export function createProgress(output: ProgressOutput, now: () => number, total?: number) {
  const start = now()
  let drawn = 0
  return {
    show(done: number, label: string): void {
      const time = now()
      if (!output.isTTY || time - start < patienceMs || time - drawn < redrawMs) return
      drawn = time
      const share = total ? Math.min(1, done / total) : 0
      const filled = Math.round(share * width)
      const bar = total
        ? `[${'█'.repeat(filled)}${'░'.repeat(width - filled)}] ${Math.floor(share * 100)}% `
        : ''
      output.write(`\r\u001b[K${bar}${label}`)
    },
    /** Takes the bar away. */
    clear(): void {
      if (drawn > 0) output.write('\r\u001b[K')
    },
  }
}
