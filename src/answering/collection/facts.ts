import type { Paper } from '../../papers/paper.ts'
import { wordsOf } from '../../papers/words.ts'

/** Whether something is true of a paper. */
export type Test = (paper: Paper) => boolean

/** The day a paper is listed under: the one on which it was featured, else published. */
export const dayOf = ({ date, published }: Pick<Paper, 'date' | 'published'>): string | undefined =>
  date ?? published

/**
 * Whether the title or abstract of a paper has these words, whole and in this order: a name as it is written, other words in
 * any form ("transformer", "transformers").
 */
export function mentions(phrase: string): Test {
  const form = /\p{Lu}/u.test(phrase) ? (text: string) => text : inSingular
  const wanted = form(spaced(phrase))
  return (paper) => wanted.length > 2 && form(textOf(paper)).includes(wanted)
}

/** Folded words without the ending of their plural: a stem would take what transforms for a transformer. */
const inSingular = (spacedWords: string): string =>
  spacedWords.replace(/(?<=\p{L}{2})ies(?= )/gu, 'y').replace(/(?<=\p{L}{2}[^s\P{L}])s(?= )/gu, '')

/** The words of a paper's title and abstract, folded, with a space around each. */
export const textOf = ({ title, abstract }: Pick<Paper, 'title' | 'abstract'>): string =>
  spaced(`${title} . ${abstract}`.replace(/['’]s\b/g, ''))

/** Words, folded, with a space around each. */
export const spaced = (text: string): string => ` ${wordsOf(text).join(' ')} `

/** Behind these a sentence begins, and its first word has a capital anyway. */
const opens = /(?:^|[.:;!?“”"(])\s*$/u
/** Longest look back for an opener, in UTF-16 units. */
const lookBack = 3

/**
 * Whether words written small are a name in these papers ("spotify"), and no words like any other ("space"): within
 * sentences of the abstracts they stand with capitals more often than without.
 */
export function isNameIn(papers: readonly Paper[], phrase: string): boolean {
  const words = wordsOf(phrase).map((word) => RegExp.escape(word))
  if (words.length === 0) return false
  const form = new RegExp(`(?<![\\p{L}\\p{N}])${words.join('[^\\p{L}\\p{N}]+')}(?![\\p{L}\\p{N}])`, 'giu')
  let [capitals, small] = [0, 0]
  for (const { abstract } of papers.filter(mentions(phrase)))
    for (const { 0: said, index } of abstract.matchAll(form))
      if (!/^\p{Lu}/u.test(said)) small += 1
      else if (!opens.test(abstract.slice(Math.max(0, index - lookBack), index))) capitals += 1
  return small === 0 || capitals > small
}
