import { z } from 'zod'
import { claimsOf, papersOf } from '../../src/answering/topic/summary.ts'
import { overlap, topicalStems } from '../../src/answering/topic/topic-sentences.ts'
import type { Services } from '../../src/commands/services.ts'
import { readJsonLines } from './json-lines.ts'
import { foldForMatching } from './matching.ts'
import { readQuestions } from './questions.ts'

/** A topic and the titles of the papers a summary of it has to tell of. */
export type Topic = { id: string; topic: string; papers: readonly string[] }

const Row = z.object({ id: z.string(), topic: z.string(), papers: z.array(z.string()).min(1) })

/** Topics that were written after the summary was built, and on which nothing was chosen. */
export const heldOutTopics = 'data/eval/topics-held-out.jsonl'

/** The topics of a question set, or of a file of topics. */
export async function readTopics(file: string): Promise<readonly Topic[]> {
  if (file === heldOutTopics) return readJsonLines(file, Row)
  const questions = await readQuestions(file)
  return questions
    .filter(({ kind }) => kind === 'topic')
    .map(({ id, question, papers }) => ({ id, topic: question, papers }))
}

/** How one summary went; shares are 0 to 1. */
export type TopicScore = {
  /** Share of the wanted papers that the summary tells of. */
  recall: number
  /** Share of the summary's papers that were wanted. */
  precision: number
  /** Share of the claims that stand word for word where they say. */
  verified: number
  /** Share of the claims that say again what an earlier one of the page says. */
  repeated: number
  listed: number
  milliseconds: number
}

/** More common words than this, of all words of both, and two claims say the same. */
const sameAgain = 0.6

/** Summarizes a topic and holds it against what it should hold. */
export async function scoreTopic({ topic, papers }: Topic, services: Services): Promise<TopicScore> {
  const started = performance.now()
  const updates = await Array.fromAsync(services.summarize(topic, { signal: new AbortController().signal }))
  const milliseconds = performance.now() - started
  const last = updates.at(-1)
  const summary = last?.stage === 'done' && last.summary.kind === 'summarized' ? last.summary : undefined
  const listed = summary ? papersOf(summary) : []
  const titles = new Set(listed.map(({ title }) => foldForMatching(title)))
  const found = papers.filter((title) => titles.has(foldForMatching(title))).length
  const claims = summary ? claimsOf(summary) : []
  const abstracts = new Map(listed.map(({ id, abstract }) => [id, abstract]))
  const exact = claims.filter(
    ({ text, cites }) =>
      cites.length > 0 &&
      cites.every(
        (sentence) =>
          abstracts.get(sentence.paper)?.slice(sentence.start, sentence.end) === text &&
          sentence.text === text,
      ),
  )
  const themes = summary ? summary.themes.flatMap((theme) => theme.claims) : []
  const stems = themes.map(({ text }) => topicalStems(text))
  const again = stems.filter((words, index) =>
    stems.slice(0, index).some((earlier) => overlap(words, earlier) >= sameAgain),
  )
  return {
    recall: found / papers.length,
    precision: listed.length === 0 ? 0 : found / listed.length,
    verified: claims.length === 0 ? 1 : exact.length / claims.length,
    repeated: themes.length === 0 ? 0 : again.length / themes.length,
    listed: listed.length,
    milliseconds,
  }
}
