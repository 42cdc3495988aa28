import type { Paper } from '../../papers/paper.ts'
import { wordsOf } from '../../papers/words.ts'

/** Whether something is true of a paper. */
export type Test = (paper: Paper) => boolean

/** The day a paper is listed under: the one on which it was featured, else published. */
export const dayOf = ({ date, published }: Pick<Paper, 'date' | 'published'>): string | undefined =>
  date ?? published

/** Whether the title or abstract of a paper has these words, whole and in this order. */
export function mentions(phrase: string): Test {
  const wanted = spaced(phrase)
  return (paper) => wanted.length > 2 && textOf(paper).includes(wanted)
}

/** The words of a paper's title and abstract, folded, with a space around each. */
export const textOf = ({ title, abstract }: Pick<Paper, 'title' | 'abstract'>): string =>
  spaced(`${title} . ${abstract}`.replace(/['’]s\b/g, ''))

/** Words, folded, with a space around each. */
export const spaced = (text: string): string => ` ${wordsOf(text).join(' ')} `
