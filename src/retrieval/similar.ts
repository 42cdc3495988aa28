import type { Paper, PaperId } from '../papers/paper.ts'
import { occurrences, type StemmedPaper, stemmedText } from '../papers/stemmed-text.ts'
import { isStopWord, stem, wordsOf } from '../papers/words.ts'
import type { Store } from '../store/store.ts'
import { cosine } from './cosine.ts'
import type { Meaning } from './meaning.ts'
import { paperText } from './paper-text.ts'
import type { Concept } from './query.ts'
import { wordFit } from './rank.ts'
import type { RankedPaper } from './search.ts'
import { weights } from './weights.ts'

export type SimilarPaper = RankedPaper & {
  /** Words and pairs of words that both papers speak of, most telling first, as the paper that was asked about writes them. */
  shared: readonly string[]
}

/** Paper -> papers close to it, best first, without itself; none when the id is unknown. */
export type FindSimilar = (paper: PaperId, limit: number) => Promise<readonly SimilarPaper[]>

/** How many of a paper's words and pairs of words stand for it, and how many are given as the reason. */
const salientWords = 30
const reasons = 4
/** What a word of the title counts for against one of the abstract. */
const titleWeight = 2
/** Papers that words, and that meaning, bring in. */
const candidates = 50

/** A word or pair of words of a paper, how often it stands there, and what it says of it: frequency times rarity. */
type Salient = { word: string; weight: number; count: number }

/** Finds similar papers by what they mean and by the words that set a paper apart; without vectors, by these alone. */
export function createFindSimilar({ store, meaning }: { store: Store; meaning: Meaning }): FindSimilar {
  return async (id, limit) => {
    const [paper] = await store.papers.get([id])
    if (!paper) return []
    const salient = await salientOf(paper)
    const own = (await meaning.papers([id])).get(id)?.paper
    const [byMeaning, byWords] = await Promise.all([
      own ? meaning.nearest(own, candidates) : [],
      store.words.search(
        salient.map(({ word }) => word),
        candidates,
      ),
    ])
    const ids = new Set([...byMeaning, ...byWords].map((hit) => hit.id))
    ids.delete(id)
    const [known, vectors] = await Promise.all([store.papers.get([...ids]), meaning.papers([...ids])])
    const concepts = salient.map(conceptOf)
    return known
      .map((other): SimilarPaper => {
        const text = paperText(other)
        const vector = vectors.get(other.id)?.paper
        const near = own && vector ? Math.max(0, cosine(own, vector)) : 0
        const { words } = wordFit({ concepts }, text)
        return {
          paper: other,
          score: (near + weights.similar.words * words) / (1 + weights.similar.words),
          shared: reasonsOf(salient, text),
        }
      })
      .sort((one, other) => other.score - one.score)
      .slice(0, limit)
  }

  /** The words of a paper that weigh most (frequency times rarity), heaviest first. */
  async function salientOf(paper: Paper): Promise<readonly Salient[]> {
    const counts = new Map<string, { word: string; count: number }>()
    const count = (words: readonly string[]) => {
      const key = words.map(stem).join(' ')
      const known = counts.get(key) ?? { word: words.join(' '), count: 0 }
      counts.set(key, { word: known.word, count: known.count + 1 })
    }
    let before: string | undefined
    for (const word of wordsOf(`${`${paper.title} . `.repeat(titleWeight)}${paper.abstract}`)) {
      const tells = word.length > 2 && !isStopWord(word)
      if (tells) count([word])
      // Neighbors say more together: "data selection" is a topic, "selection" may be any.
      if (tells && before !== undefined) count([before, word])
      before = tells ? word : undefined
    }
    const words = [...counts.values()]
    const [papers, frequencies] = await Promise.all([
      store.papers.count(),
      store.words.frequencies(words.map(({ word }) => word)),
    ])
    return (
      words
        .map(({ word, count }) => ({ word, frequency: frequencies.get(word) ?? 0, count }))
        // A word of this paper alone leads nowhere.
        .filter(({ frequency }) => frequency > 1)
        .map(({ word, frequency, count }) => ({
          word,
          count,
          weight: (1 + Math.log(count)) * Math.log(1 + papers / frequency),
        }))
        .sort((one, other) => other.weight - one.weight)
        .slice(0, salientWords)
    )
  }
}

const conceptOf = ({ word, weight }: Salient): Concept => ({
  word,
  rarity: weight,
  name: false,
  terms: [{ words: word, stems: stemmedText(word), trust: 1, frequency: 1 }],
})

/**
 * The few words that both papers speak of most, pairs in the place of their parts. What one of them says once, and not in
 * its title, is said in passing, and no reason.
 */
function reasonsOf(salient: readonly Salient[], { title, abstract }: StemmedPaper): readonly string[] {
  const shared = salient
    .map(({ word, weight, count }) => {
      const stems = stemmedText(word)
      const there = titleWeight * occurrences(title, stems) + occurrences(abstract, stems)
      return { word, weight: weight * (1 + Math.log(Math.max(1, there))), there, count }
    })
    .filter(({ there, count }) => Math.min(there, count) > 1)
    .sort((one, other) => other.weight - one.weight)
    .map(({ word }) => word)
  const pairs = shared.filter((word) => word.includes(' '))
  const whole = shared.filter(
    (word) => !pairs.some((pair) => pair !== word && pair.split(' ').includes(word)),
  )
  return whole.slice(0, reasons)
}
