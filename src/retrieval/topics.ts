import { foldText, isStopWord, wordsOf } from '../papers/words.ts'
import type { Store } from '../store/store.ts'

/** Topics that papers mention, for words that are still being typed; those of most papers first. */
export type FindTopics = (typed: string, limit: number) => Promise<readonly string[]>

/** Papers whose titles are looked at for one guess. */
const looked = 200
/** A topic is as many words of a title. */
const longest = 3

/** Finds topics among the words of titles, one to three of them in a row, that begin with what is typed. */
export function createFindTopics({ papers }: { papers: Pick<Store['papers'], 'titled'> }): FindTopics {
  return async (typed, limit) => {
    const start = foldText(typed).replace(/\s+/g, ' ').trim()
    if (start === '') return []
    const counts = new Map<string, number>()
    for (const { title } of await papers.titled(start, looked))
      for (const topic of new Set(phrasesOf(title)))
        if (topic.startsWith(start)) counts.set(topic, (counts.get(topic) ?? 0) + 1)
    return [...counts]
      .sort(
        ([one, ones], [other, others]) =>
          others - ones || one.length - other.length || (one < other ? -1 : 1),
      )
      .map(([topic]) => topic)
      .slice(0, limit)
  }
}

/** Runs of words within a title that neither begin nor end with grammar. */
function phrasesOf(title: string): readonly string[] {
  const words = wordsOf(title)
  return words.flatMap((_, from) =>
    Array.from({ length: longest }, (__, more) => words.slice(from, from + more + 1))
      .filter((run) => !isStopWord(run[0] ?? '') && !isStopWord(run.at(-1) ?? ''))
      .map((run) => run.join(' ')),
  )
}
