import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findEngine } from './engines.ts'
import { runAlone } from './run-alone.ts'
import { Timing } from './time-engine.ts'

const bench = join(import.meta.dirname, 'main.ts')
const full = 'for (const kept = []; ; ) kept.push(new Array(10_000).fill(0.5))'

describe('a process of its own', () => {
  it.each(['minisearch', 'okapibm25'])('times one engine: %s', async (name) => {
    const result = await runAlone([bench, '--engine', name, '--size', '50', '--json'], Timing)
    expect(result).toMatchObject({ engine: findEngine(name).name, papers: 50, questions: 118 })
  })

  it.each([
    ['ends with an error of ours', [bench, '--engine', 'lucene'], 'failed: There is no engine "lucene".'],
    ['ends with another error', ['-e', 'throw new Error("boom")'], 'failed: boom'],
    ['ends without a word', ['-e', 'process.exit(3)'], 'failed: ended with 3'],
    ['is out of its own memory', ['--max-old-space-size=20', '-e', full], 'did not fit'],
    ['is killed', ['-e', 'process.kill(process.pid, "SIGKILL")'], 'did not fit'],
  ])('that %s makes a failure', async (_, command, failed) => {
    const result = await runAlone(command, z.object({}))
    expect(result).toEqual({ failed })
  })
})
