import { distance } from 'fastest-levenshtein'
import { foldName, looksLikeName, namesIn } from '../../papers/names.ts'
import type { Paper } from '../../papers/paper.ts'
import { stemmedText } from '../../papers/stemmed-text.ts'
import { stem } from '../../papers/words.ts'
import { foldedNames, paperText } from '../../retrieval/paper-text.ts'
import { type Query, type Term, trust } from '../../retrieval/query.ts'
import { namesNoTopic } from '../../retrieval/question-words.ts'
import type { FoundPaper, SearchResult } from '../../retrieval/search.ts'

/** A word of more papers than these, or than this share of them, names none of them. */
const rare = { papers: 2, share: 0.01 }
/** Letters that may be wrong in a name: slips are guessed by stems, which leave out how words end. */
const mostWrong = 2
const wordOf = /[\p{L}\p{N}](?:[\p{L}\p{N}^_.+·-]*[\p{L}\p{N}+])?/gu

/** -> whether a question uses a name that a paper introduces, or several capitalised words of its title. */
export function createIsNamed(question: string, query: Query, searched: number): (paper: Paper) => boolean {
  const used = possibleNames(question, query, searched)
  return (paper) => {
    const { title } = paperText(paper)
    return query.phrases.some(({ stems }) => title.includes(stems)) || namesAmong(used, paper).length > 0
  }
}

/** Those of the papers that were found which a question names; words in the titles of several name none of them. */
export function papersNamed(
  question: string,
  { query, papers, searched }: SearchResult,
): readonly FoundPaper[] {
  const titled = (stems: string) => papers.filter(({ paper }) => paperText(paper).title.includes(stems))
  const telling = { ...query, phrases: query.phrases.filter(({ stems }) => titled(stems).length === 1) }
  const isNamed = createIsNamed(question, telling, searched)
  return papers.filter(({ paper }) => isNamed(paper))
}

/** Whether a question is about names that papers hold, and nothing else: "what did Google do?". */
export function saysOnlyHeldNames({ concepts }: Query): boolean {
  const said = concepts.filter(({ word }) => !namesNoTopic(word))
  return said.length > 0 && said.every(({ name, terms }) => name && terms.some(isHeld))
}

/** Whether nothing but their titles is known of some papers. */
export const areOnlyTitled = (papers: readonly FoundPaper[]): boolean =>
  papers.length > 0 && papers.every(({ paper }) => paper.abstract === '')

/** Capitals with small letters or digits (BERT4Rec, LoRA, H100); capitals alone may be short for words that papers write out. */
const coined = /\p{Lu}.{0,60}(?:\p{Ll}(?<!\p{Lu}s)|\d)|\p{Ll}\p{Lu}/u

/** A name joined to an everyday word is not one by itself: an X-ray, an XGBoost-like learner. */
const joined = /-\p{Ll}{2}/u

/** The names in a question that somebody coined, such as BERT4Rec: those that papers which were found hold, and the others. */
export function coinedNames(
  question: string,
  { papers }: Pick<SearchResult, 'papers'>,
): { known: readonly string[]; unknown: readonly string[] } {
  const names = namesIn(question).flatMap(({ name }) =>
    coined.test(name) && !joined.test(name) ? [name] : [],
  )
  const isKnown = (name: string) => {
    const stems = stemmedText(name)
    return papers.some(({ paper }) => paperText(paper).all.includes(stems))
  }
  return { known: names.filter(isKnown), unknown: names.filter((name) => !isKnown(name)) }
}

/** A word with the stem of the word that papers hold and it was taken for a slip of. */
const slipOf = (word: string, terms: readonly Term[]): readonly (readonly [string, string])[] =>
  terms.filter(({ frequency }) => frequency > 0).map(({ words }) => [word, words])

const isHeld = ({ frequency, trust: trusted }: Term) => frequency > 0 && trusted === trust.own

/**
 * A question with "it" in the place of the names of papers: what is asked of them, so that a sentence is not taken for
 * an answer because it holds a name.
 */
export function withoutNames(
  question: string,
  query: Query,
  papers: readonly Paper[],
  searched: number,
): string {
  const used = possibleNames(question, query, searched)
  const names = new Set(papers.flatMap((paper) => namesAmong(used, paper)))
  return names.size === 0 ? question : question.replace(wordOf, (word) => (names.has(word) ? 'it' : word))
}

/** A word of a question, as it is written there, as names are compared, and the stem that it may be a slip of. */
type Possible = { word: string; folded: string; slip?: string }

/** The words of a question that are rare enough among the papers to name one of them. */
function possibleNames(question: string, { concepts }: Query, searched: number): readonly Possible[] {
  const most = Math.max(rare.papers, rare.share * searched)
  // By stems, since "tarot's" counts as a word of its own.
  const frequencies = new Map(
    concepts.map(({ word, terms }) => [stem(word), Math.max(0, ...terms.map(({ frequency }) => frequency))]),
  )
  const slips = new Map(
    concepts.flatMap(({ word, terms }) => (terms.some(isHeld) ? [] : slipOf(word, terms))),
  )
  return (question.match(wordOf) ?? []).flatMap((word) => {
    const folded = foldName(word.replace(/['’]s$/u, ''))
    const frequency = frequencies.get(stem(folded)) ?? (looksLikeName(word) ? 1 : most + 1)
    if (folded.length < 2 || frequency > most) return []
    // What is written like a name is another one, and no slip.
    const slip = looksLikeName(word) ? undefined : slips.get(folded)
    return [{ word, folded, ...(slip !== undefined && { slip }) }]
  })
}

/** Those of them that are names the paper introduces. */
function namesAmong(possible: readonly Possible[], paper: Paper): readonly string[] {
  const names = foldedNames(paper)
  const isSlip = (folded: string, slip: string) =>
    names.values().some((name) => stem(name) === slip && distance(folded, name) <= mostWrong)
  const isName = ({ folded, slip }: Possible) =>
    names.has(folded) || (slip !== undefined && isSlip(folded, slip))
  return possible.filter(isName).map(({ word }) => word)
}
