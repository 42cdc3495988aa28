import { foldName, namesOf } from '../../papers/names.ts'
import type { Paper } from '../../papers/paper.ts'
import { paperText } from '../../retrieval/paper-text.ts'
import { type Query, trust } from '../../retrieval/query.ts'
import { presence } from '../../retrieval/rank.ts'

/** From this rarity on a word alone can be taken for a name: "deep" is none, "tarot" is. */
const leastNameWeight = 2.5
/** So many words of a title point at its paper. */
const titleWords = 2

/** Whether a question uses a name that the paper introduces, or several words of its title as a name. */
export function isNamed(question: string, { concepts, phrases }: Query, paper: Paper): boolean {
  const { title } = paperText(paper)
  if (phrases.some(({ stems }) => title.includes(stems))) return true
  const rare = new Set(concepts.filter(({ weight }) => weight > leastNameWeight).map(({ word }) => word))
  const text = foldName(question)
  return namesOf(paper).some(({ name, introduced }) => {
    const folded = foldName(name)
    const compound = folded.length > 3 && /[^\p{L}\p{N}]/u.test(name)
    return introduced && (rare.has(folded) || (compound && text.includes(folded)))
  })
}

/** Whether a question points at a paper by a rare name it mentions or by words of its title. */
export function namesByTitle({ concepts }: Query, paper: Paper): boolean {
  const { names, title } = paperText(paper)
  const mentions = concepts.some(
    (concept) => concept.weight > leastNameWeight && presence(concept, names) >= trust.same,
  )
  return mentions || concepts.filter((concept) => presence(concept, title) >= trust.same).length >= titleWords
}
