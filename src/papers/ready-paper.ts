import { foldTitle } from './identity.ts'
import { foldName, nameForms, namesOf, passagesOf } from './names.ts'
import type { Paper } from './paper.ts'
import { type StemmedText, stemmedPaper } from './stemmed-text.ts'

/** A paper with what is worked out of its text before it is stored, which takes longer than storing it. */
export type ReadyPaper = {
  paper: Paper
  foldedTitle: string
  /** Its names, folded. */
  names: readonly { folded: string; introduced: boolean }[]
  /** The words under which its names are found. */
  nameWords: string
  /** See `stemmedPaper`. */
  stems: StemmedText
}

/** Makes a paper ready to be stored. It may be done on another thread. */
export function makeReady(paper: Paper): ReadyPaper {
  const passages = passagesOf(paper)
  const names = namesOf(paper, passages)
  return {
    paper,
    foldedTitle: foldTitle(paper.title),
    names: names.map(({ name, introduced }) => ({ folded: foldName(name), introduced })),
    nameWords: names.flatMap(({ name }) => nameForms(name)).join(' '),
    stems: stemmedPaper(paper, passages).all,
  }
}
