import { wantedBy } from '../language/wanted.ts'
import { idNames, idSchemes } from '../papers/ids.ts'
import type { Paper } from '../papers/paper.ts'
import { type Sentence, type SentenceId, sentencesOf } from '../papers/sentences.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import { rankSentences } from '../retrieval/rank-sentences.ts'
import type { SearchResult } from '../retrieval/search.ts'
import type { Weights } from '../retrieval/weights.ts'
import { hostileFault } from './claim-text.ts'

/** The papers and sentences an answer may stand on. */
export type Evidence = {
  papers: readonly Paper[]
  sentences: ReadonlyMap<SentenceId, Sentence>
}

/** The most papers a model reads for one answer. */
const maximumPapers = 8
/** Characters of abstracts, about 6,000 tokens: half of what one question may cost. */
const maximumCharacters = 21_000

/**
 * The best papers' sentences, as many whole papers as fit; papers without an abstract have nothing to say. An abstract
 * that gives orders to a machine counts only as far as the orders begin: what follows may be what they want said.
 */
export function gatherEvidence(papers: readonly Paper[]): Evidence {
  const chosen: Paper[] = []
  let characters = 0
  for (const paper of papers) {
    characters += paper.title.length + paper.abstract.length
    if (chosen.length === maximumPapers || (chosen.length > 0 && characters > maximumCharacters)) break
    if (paper.abstract !== '') chosen.push(paper)
  }
  const sentences = chosen.flatMap((paper) =>
    trustedSentences(paper).map((sentence) => [sentence.id, sentence] as const),
  )
  return { papers: chosen, sentences: new Map(sentences) }
}

/** The most papers whose sentences compete for a place in what a model reads. */
const mostRead = 20

/**
 * What a model reads for an answer: of the best papers every sentence, the most telling first. A sentence is worth what
 * its paper is worth, and less the further it is behind the best one of its paper, so that each paper has a say.
 */
export async function evidenceFor(
  question: string,
  found: SearchResult,
  { meaning, weights }: { meaning: Meaning; weights?: Weights },
): Promise<Evidence> {
  const read = found.papers.filter(({ paper }) => paper.abstract !== '').slice(0, mostRead)
  const vectors = await meaning.papers(read.map(({ paper }) => paper.id))
  const about = {
    query: found.query,
    ...(found.vector && { vector: found.vector }),
    asksQuantity: wantedBy(question).quantity,
  }
  const best = read[0]?.score || 1
  const ranked = read.flatMap(({ paper, score }) => {
    const trusted = new Set(trustedSentences(paper).map(({ id }) => id))
    const sentences = rankSentences(paper, about, vectors.get(paper.id), weights).filter(({ sentence }) =>
      trusted.has(sentence.id),
    )
    return sentences.map(({ sentence }, place) => ({ sentence, worth: score / best - place * perPlace }))
  })
  const sorted = ranked.toSorted((one, other) => other.worth - one.worth)
  return {
    papers: read.map(({ paper }) => paper),
    sentences: new Map(sorted.map(({ sentence }) => [sentence.id, sentence])),
  }
}

/** What each place behind the best sentence of its paper takes from a sentence's worth: ten of them are one paper. */
const perPlace = 0.1

const quotedWords = /["“”'‘’`][^"“”'‘’`]*["“”'‘’`]/g

/** The sentences of a paper as far as it gives no orders to a machine. */
export function trustedSentences(paper: Paper): readonly Sentence[] {
  const sentences = sentencesOf(paper)
  // Words in quotation marks are mentioned, not meant: papers about such attacks quote them.
  const orders = sentences.findIndex(({ text }) => hostileFault(text.replace(quotedWords, '')) !== undefined)
  const trusted = orders === -1 ? sentences : sentences.slice(0, orders)
  return trusted.filter(({ text }) => hostileFault(text) === undefined)
}

/** What is known of a paper beside its text, as one line: evidence like its sentences. */
export function factsOf({ date, published, authors, upvotes, ids, code }: Paper): string {
  return [
    authors?.length
      ? `authors ${authors.slice(0, mostAuthors).join(', ')}${authors.length > mostAuthors ? ' and others' : ''}`
      : undefined,
    published && `published ${published}`,
    date && `featured ${date}`,
    upvotes !== undefined && `${upvotes} votes`,
    ...idSchemes.map((scheme) => ids?.[scheme] && `${idNames[scheme]} ${ids[scheme]}`),
    code && `code ${code}`,
  ]
    .filter((fact) => typeof fact === 'string' && fact !== '')
    .join('; ')
}

/** More authors than these are told as "and others". */
const mostAuthors = 6
