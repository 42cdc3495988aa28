import type { Paper } from '../../papers/paper.ts'
import { paperText } from '../../retrieval/paper-text.ts'
import type { Query } from '../../retrieval/query.ts'
import { presence } from '../../retrieval/rank.ts'
import type { RankedSentence } from '../../retrieval/rank-sentences.ts'
import type { Nearest } from '../kind.ts'

/** What the best sentence and the words of the question count for, beside the kind of question. */
const weights = { meaning: 0.3, words: 0.2 }

/**
 * How doubtful it is that an abstract answers a question: the question is rather like those on what abstracts hardly ever
 * say than like those on what they usually say, its best sentence is far from it, and the abstract lacks its words. Chosen
 * on five sets of questions by three writers. Only comparable within one model; undefined where nothing is known of meaning.
 *
 * @param nearest how near the question is to examples of both kinds, as cosines, without what the paper's title says
 * @param picked the sentences that are shown
 */
export function doubtOf(
  { query, paper, nearest }: { query: Query; paper: Paper; nearest: Nearest },
  picked: readonly RankedSentence[],
): number | undefined {
  const best = Math.max(...picked.map(({ meaning }) => meaning ?? Number.NEGATIVE_INFINITY))
  if (!Number.isFinite(best)) return undefined
  const unusual = nearest.detail - Math.max(nearest.problem, nearest.stated)
  return unusual - weights.meaning * best - weights.words * shareSaid(query, paper)
}

/** The share of a question's words that an abstract holds, weighed by rarity; those of its title and names say nothing. */
function shareSaid({ concepts }: Query, paper: Paper): number {
  const { title, all } = paperText(paper)
  const asked = concepts.filter((concept) => !concept.name && presence(concept, title) === 0)
  const worth = (some: typeof asked) => some.reduce((sum, { rarity }) => sum + rarity, 0)
  return asked.length === 0 ? 1 : worth(asked.filter((concept) => presence(concept, all) > 0)) / worth(asked)
}
