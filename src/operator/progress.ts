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

/**
 * How work goes on, in words: "12,000 papers, 2,400 a second, 3 minutes left".
 *
 * @param now milliseconds on any clock
 * @param from.done what was passed over already, in any unit
 * @param from.total what `done` will be in the end; without it nothing is said of the time left
 */
export function createPace(
  now: () => number,
  from: { done: number; total: number | undefined },
): (papers: number, done: number) => string {
  const start = now()
  return (papers, done) => {
    const seconds = (now() - start) / 1000
    const count = `${papers.toLocaleString('en')} papers`
    if (seconds <= 0) return count
    const rate = `${Math.round(papers / seconds).toLocaleString('en')} a second`
    if (!from.total || done <= from.done) return `${count}, ${rate}`
    const left = Math.max(0, (seconds * (from.total - done)) / (done - from.done))
    return `${count}, ${rate}, ${left < 90 ? `${Math.ceil(left)} seconds` : `${Math.ceil(left / 60)} minutes`} left`
  }
}
