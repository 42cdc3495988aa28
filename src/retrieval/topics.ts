import { foldText } from '../papers/words.ts'
import type { WordIndex } from '../store/store.ts'
import type { Thesaurus } from './thesaurus.ts'

/** Topics that papers speak of, for words that are still being typed; those of most papers first. */
export type FindTopics = (typed: string, limit: number) => Promise<readonly string[]>

/** How many terms of the field are looked up at the most for one guess. */
const looked = 100

/**
 * Finds topics among the terms of the field that the thesaurus knows: those that begin with what is typed, or hold a
 * word that does.
 */
export function createFindTopics({
  words,
  thesaurus,
}: {
  words: WordIndex
  thesaurus: Thesaurus
}): FindTopics {
  return async (typed, limit) => {
    const start = foldText(typed).replace(/\s+/g, ' ').trim()
    if (start === '') return []
    const begins = thesaurus.terms.filter((term) => term.startsWith(start))
    const holds = thesaurus.terms.filter((term) => term.includes(` ${start}`) || term.includes(`-${start}`))
    const terms = [...new Set([...begins, ...holds])].slice(0, looked)
    const papers = await words.frequencies(terms)
    const count = (term: string) => papers.get(term) ?? 0
    return terms
      .filter((term) => count(term) > 0)
      .sort((one, other) => count(other) - count(one) || (one < other ? -1 : 1))
      .slice(0, limit)
  }
}
