import { monitorEventLoopDelay } from 'node:perf_hooks'

/**
 * Loaded beside the program (`node --import loop-delay.ts`): at each SIGUSR2 the process writes a line of JSON with how
 * late its event loop was since the last one, in milliseconds.
 */
const resolution = 5
const delay = monitorEventLoopDelay({ resolution })
delay.enable()

// Node counts the time between two looks as part of the delay.
const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)

process.on('SIGUSR2', () => {
  const [p50, p99] = [late(delay.percentile(50)), late(delay.percentile(99))]
  process.stdout.write(`${JSON.stringify({ delay: { p50, p99, most: late(delay.max) } })}\n`)
  delay.reset()
})
