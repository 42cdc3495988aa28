/**
 * Says on standard error how far a long piece of work is, so that standard output stays the table. On a terminal one
 * line that is written over; otherwise a line at the start.
 */
export function createProgress(what: string, total: number): { step(done: number): void; end(): void } {
  const { stderr } = process
  const started = performance.now()
  if (!stderr.isTTY) stderr.write(`${what} (${total})\n`)
  return {
    step(done) {
      if (stderr.isTTY) stderr.write(`\r${what}: ${done} of ${total}`)
    },
    end() {
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      if (stderr.isTTY) stderr.write(`\r\u001b[K${what}: ${total} in ${seconds} s\n`)
    },
  }
}
