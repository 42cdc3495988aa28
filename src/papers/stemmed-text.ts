import { nameForms, passagesOf } from './names.ts'
import type { Paper } from './paper.ts'
import { stem, wordsOf } from './words.ts'

/** A text as a row of stems with a space on either side, so that a phrase is found as a substring of whole stems. */
export type StemmedText = string

/** A paper made ready for matching. */
export type StemmedPaper = {
  title: StemmedText
  names: StemmedText
  abstract: StemmedText
  /** All three, for a first look. */
  all: StemmedText
}

export function stemmedText(text: string): StemmedText {
  return spaced(wordsOf(text))
}

/** How often a phrase (a stemmed text, too) occurs. */
export function occurrences(text: StemmedText, phrase: StemmedText): number {
  let count = 0
  // Neighbours share the space between them.
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + phrase.length - 1)) count++
  return count
}

/** Everything a paper can be found by, in stems; its names under all their forms. */
export function stemmedPaper(
  paper: Pick<Paper, 'id' | 'title' | 'abstract'>,
  passages = passagesOf(paper),
): StemmedPaper {
  const { title, abstract } = paper
  const names = new Set(passages.flatMap((passage) => passage.names))
  const parts = [stemmedText(title), spaced([...names].flatMap(nameForms)), stemmedText(abstract)]
  return readStemmedPaper(parts.join(border))
}

/** No word of any text holds it. */
const border = '|'

/** A stemmed paper from its `all`, as which it is stored. */
export function readStemmedPaper(all: string): StemmedPaper {
  const [title = '', names = '', abstract = ''] = all.split(border)
  return { title, names, abstract, all }
}

function spaced(words: readonly string[]): StemmedText {
  return ` ${words.map(stem).join(' ')} `
}
