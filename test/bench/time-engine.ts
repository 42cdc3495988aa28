import { z } from 'zod'
import type { Paper } from '../../src/papers/paper.ts'
import { createProgress } from '../eval/progress.ts'
import { percentile } from '../eval/statistics.ts'
import { withTemporaryFolder } from '../eval/temporary-folder.ts'
import { collectGarbage } from './collect-garbage.ts'
import { type EngineKind, wanted } from './engine.ts'

/**
 * Milliseconds at the middle and near the end of what the questions took: `first` when none had been asked before, so
 * that code is not compiled yet and pages are still on the disk; the others when each had been asked once.
 */
const Times = z.object({
  first: z.number().optional(),
  p50: z.number().optional(),
  p95: z.number().optional(),
})
type Times = z.infer<typeof Times>

/** What one engine took over one number of papers. */
export const Timing = z.object({
  engine: z.string(),
  papers: z.number(),
  questions: z.number(),
  buildSeconds: z.number(),
  /**
   * What this process holds more once the engine is built and has been asked, in its resident set without garbage. The
   * papers were there before: they do not count, also where an engine keeps them. Neither does what is in files (nor the
   * system's cache of them) or in another process. It only means something in a process that times one engine once.
   */
  megabytes: z.number(),
  search: Times,
  answer: Times.optional(),
  summarize: Times.optional(),
})
export type Timing = z.infer<typeof Timing>

/** Topics that very many papers mention. */
const broadTopics = [
  'recommender systems',
  'language models',
  'feature interactions',
  'image generation',
  'neural networks',
  'everything',
]

/** Builds an engine over the papers and times it on the questions, one after another. */
export async function timeEngine(
  kind: EngineKind,
  papers: readonly Paper[],
  questions: readonly string[],
): Promise<Timing> {
  return withTemporaryFolder(async (folder) => {
    const before = residentMegabytes()
    const started = performance.now()
    const engine = await kind.build(papers, folder)
    const buildSeconds = (performance.now() - started) / 1000
    const asked = questions.slice(0, kind.questions(papers.length))
    const about = `${kind.name}, ${papers.length} papers`
    try {
      const { answer, summarize } = engine
      const times = {
        search: await timeEach(`${about}: searching`, asked, (question) => engine.search(question, wanted)),
        ...(answer && { answer: await timeEach(`${about}: answering`, asked, answer) }),
        ...(summarize && { summarize: await timeEach(`${about}: summarizing`, broadTopics, summarize) }),
      }
      return {
        engine: kind.name,
        papers: papers.length,
        questions: asked.length,
        buildSeconds,
        megabytes: residentMegabytes() - before,
        ...times,
      }
    } finally {
      await engine.close?.()
    }
  })
}

function residentMegabytes(): number {
  collectGarbage()
  return process.memoryUsage.rss() / 1e6
}

async function timeEach(
  what: string,
  questions: readonly string[],
  work: (question: string) => unknown,
): Promise<Times> {
  const progress = createProgress(what, 2 * questions.length)
  const [first, again] = [await round(0), await round(questions.length)]
  progress.end()
  return { first: percentile(first, 0.5), p50: percentile(again, 0.5), p95: percentile(again, 0.95) }

  async function round(before: number): Promise<readonly number[]> {
    const times: number[] = []
    for (const question of questions) {
      const started = performance.now()
      await work(question)
      times.push(performance.now() - started)
      progress.step(before + times.length)
    }
    return times
  }
}
