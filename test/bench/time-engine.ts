import type { Paper } from '../../src/papers/paper.ts'
import { createProgress } from '../eval/progress.ts'
import { percentile } from '../eval/statistics.ts'
import type { EngineKind } from './engine.ts'

/** Milliseconds at the middle and near the end of what the questions took. */
type Times = { p50: number | undefined; p95: number | undefined }

/** What one engine took over one number of papers. */
export type Timing = {
  engine: string
  papers: number
  questions: number
  buildSeconds: number
  search: Times
  answer?: Times
  summarize?: Times
}

/** Topics that very many papers speak of. */
const broadTopics = [
  'recommender systems',
  'language models',
  'feature interactions',
  'image generation',
  'neural networks',
  'everything',
]
/** Questions asked before the clock counts, so that code is compiled and pages are read. */
const warmUp = 3

/** Builds an engine over the papers and times it on the questions, one after another. */
export async function timeEngine(
  kind: EngineKind,
  papers: readonly Paper[],
  questions: readonly string[],
): Promise<Timing> {
  const started = performance.now()
  const engine = await kind.build(papers)
  const buildSeconds = (performance.now() - started) / 1000
  const asked = questions.slice(0, kind.questions(papers.length))
  const about = `${kind.name}, ${papers.length} papers`
  try {
    const { search, answer, summarize } = engine
    const timing = {
      engine: kind.name,
      papers: papers.length,
      questions: asked.length,
      buildSeconds,
      search: await timeEach(`${about}: searching`, asked, search),
    }
    return {
      ...timing,
      ...(answer && { answer: await timeEach(`${about}: answering`, asked, answer) }),
      ...(summarize && { summarize: await timeEach(`${about}: summarizing`, broadTopics, summarize) }),
    }
  } finally {
    await engine.close?.()
  }
}

async function timeEach(
  what: string,
  questions: readonly string[],
  work: (question: string) => unknown,
): Promise<Times> {
  for (const question of questions.slice(0, warmUp)) await work(question)
  const times: number[] = []
  const progress = createProgress(what, questions.length)
  for (const question of questions) {
    const started = performance.now()
    await work(question)
    times.push(performance.now() - started)
    progress.step(times.length)
  }
  progress.end()
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95) }
}
