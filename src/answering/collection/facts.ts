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
