import type { Paper, PaperId } from '../papers/paper.ts'
import { stemmedText } from '../papers/stemmed-text.ts'
import { stem, wordsOf } from '../papers/words.ts'
import type { Store } from '../store/store.ts'
import { fuseRankings } from './fuse.ts'
import { paperText } from './paper-text.ts'
import type { RankedPaper } from './search.ts'
import { isTopical } from './theme-terms.ts'

export type SimilarPaper = RankedPaper & {
  /** Words and pairs of words both papers share, most telling first, as the paper that was asked about writes them. */
  shared: readonly string[]
}

/** Paper -> papers close to it, best first, without itself; none when the id is unknown. */
export type FindSimilar = (paper: PaperId, limit: number) => Promise<readonly SimilarPaper[]>

/** How many of a paper's words and pairs of words stand for it, and how many are given as the reason. */
const salientWords = 30
const reasons = 4
/** What a word of the title counts for against one of the abstract. */
const titleWeight = 2

/** Finds similar papers by the words that set a paper apart and, where there are vectors, by its vector. */
export function createFindSimilar({
  store,
  embeddingModel,
}: {
  store: Store
  embeddingModel?: string
}): FindSimilar {
  return async (id, limit) => {
    const [paper] = await store.papers.get([id])
    if (!paper) return []
    const salient = await salientOf(paper)
    const byWords = await store.words.search([...salient.keys()], limit * 3 + 1)
    const vectors = embeddingModel ? await store.vectors.get(embeddingModel, [paper.id]) : undefined
    const vector = vectors?.get(paper.id)?.paper
    const space = { model: embeddingModel ?? '', dimensions: vector?.length ?? 0 }
    const byVector = vector ? await store.vectors.search(space, vector, limit * 3 + 1) : []
    const ids = [...byWords, ...byVector].map((hit) => hit.id).filter((other) => other !== id)
    const known = await store.papers.get([...new Set(ids)])
    const close = known.map((other) => describe(other, salient)).sort((one, other) => other.score - one.score)
    const order = fuseRankings([close.map((other) => other.paper.id), byVector.map((hit) => hit.id)])
    return order.flatMap((chosen) => close.filter((other) => other.paper.id === chosen)).slice(0, limit)
  }

  /** The words of a paper that weigh most (frequency times rarity), heaviest first. */
  async function salientOf(paper: Paper): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, { word: string; count: number }>()
    const count = (words: readonly string[]) => {
      const key = words.map(stem).join(' ')
      const known = counts.get(key) ?? { word: words.join(' '), count: 0 }
      counts.set(key, { word: known.word, count: known.count + 1 })
    }
    let before: string | undefined
    for (const word of wordsOf(`${`${paper.title} . `.repeat(titleWeight)}${paper.abstract}`)) {
      const topical = isTopical(word)
      if (topical) count([word])
      // Neighbors say more together: "data selection" is a topic, "selection" may be any.
      if (topical && before !== undefined) count([before, word])
      before = topical ? word : undefined
    }
    const words = [...counts.values()]
    const [papers, frequencies] = await Promise.all([
      store.papers.count(),
      store.words.frequencies(words.map(({ word }) => word)),
    ])
    const weighed = words
      .map(({ word, count }) => ({ word, frequency: frequencies.get(word) ?? 0, count }))
      // A word of this paper alone leads nowhere.
      .filter(({ frequency }) => frequency > 1)
      .map(
        ({ word, frequency, count }) =>
          [word, (1 + Math.log(count)) * Math.log(1 + papers / frequency)] as const,
      )
    return new Map(weighed.sort((a, b) => b[1] - a[1]).slice(0, salientWords))
  }
}

/** The first few shared words, pairs in the place of their parts. */
function reasonsOf(shared: readonly string[]): readonly string[] {
  const pairs = shared.filter((word) => word.includes(' '))
  const whole = shared.filter(
    (word) => !pairs.some((pair) => pair !== word && pair.split(' ').includes(word)),
  )
  return whole.slice(0, reasons)
}

function describe(paper: Paper, salient: ReadonlyMap<string, number>): SimilarPaper {
  const { title, abstract, names } = paperText(paper)
  const text = `${title}${abstract}${names}`
  const shared = [...salient].filter(([word]) => text.includes(stemmedText(word)))
  const weight = (words: Iterable<readonly [string, number]>) =>
    [...words].reduce((sum, [, value]) => sum + value, 0)
  const score = salient.size === 0 ? 0 : weight(shared) / weight(salient)
  return { paper, score, shared: reasonsOf(shared.map(([word]) => word)) }
}
