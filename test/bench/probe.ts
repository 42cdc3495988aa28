import { collectGarbage } from './collect-garbage.ts'

/**
 * Loaded beside the program (`node --import probe.ts`): at each SIGUSR2 the process collects its garbage and writes a
 * line of JSON with what it holds.
 */
process.on('SIGUSR2', () => {
  collectGarbage()
  const { heapUsed, rss, external } = process.memoryUsage()
  const handles: Record<string, number> = {}
  for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1
  process.stdout.write(`${JSON.stringify({ probe: { heapUsed, rss, external, handles } })}\n`)
})
