import { type Period, readPeriod } from '../../language/period.ts'
import { localDay } from '../../lib/clock.ts'
import type { Paper } from '../../papers/paper.ts'
import { mostMapped } from '../../retrieval/map-papers.ts'
import { namesNoTopic } from '../../retrieval/question-words.ts'
import { createFindTopicPapers } from '../../retrieval/topic-papers.ts'
import type { Services } from '../services.ts'

/** The papers of a map. */
export type MapPapers = {
  /** Empty when every paper is meant. */
  topic: string
  period?: Period
  papers: readonly Paper[]
  /** How many fit, those that were left out too. */
  fitting: number
  /** Words of the topic. */
  words: readonly string[]
}

/** Papers of a period that are looked at, most votes first. */
const mostOfPeriod = 2_000

/** The papers that a topic and a time mean: all where neither is said; at most `mostMapped`, the best or newest. */
export async function findMapPapers(
  said: string,
  { store, search, meaning, clock }: Pick<Services, 'store' | 'search' | 'meaning' | 'clock'>,
): Promise<MapPapers> {
  const { topic, period } = readPeriod(said, localDay(clock.now()))
  const about = { ...(period && { period }) }
  const during = period && (await store.papers.between(period.from, period.to, mostOfPeriod))
  if (topic === '' || namesNoTopic(topic)) {
    const all = during ?? (await store.papers.completions('', mostMapped))
    const fitting = during?.length ?? (await store.papers.count())
    return { ...about, topic: '', papers: all.slice(0, mostMapped), fitting, words: [] }
  }
  const find = createFindTopicPapers({ search, meaning }, mostMapped)
  const { query, papers, fitting } = await find(
    topic,
    during?.map(({ id }) => id),
  )
  const words = query.concepts.flatMap(({ terms }) =>
    terms.slice(0, 1).flatMap((term) => term.words.split(' ')),
  )
  return { ...about, topic, papers: papers.map(({ paper }) => paper), fitting, words }
}
