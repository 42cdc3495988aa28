import { keySentence } from '../papers/key-sentence.ts'
import type { Paper } from '../papers/paper.ts'
import type { Sentence } from '../papers/sentences.ts'
import { keyPhrases } from '../retrieval/key-phrases.ts'
import { introducedNames } from '../retrieval/paper-text.ts'
import { quantityIn } from '../retrieval/rank-sentences.ts'
import { trustedSentences } from './evidence.ts'
import { saysWhereCodeIs, speaksOfOwnWork } from './extractive/sentence-signs.ts'
import { type Pair, relateFindings } from './topic/relations.ts'
import { topicSentences } from './topic/topic-sentences.ts'

/** What is compared, in the order of the rows. */
export const matters = ['problem', 'approach', 'data', 'results', 'code'] as const
export type Matter = (typeof matters)[number]

/** What one abstract says of each matter, in its own sentences; none where it is silent. */
export type ComparedPaper = {
  paper: Paper
  /** As people call it: the method it introduces, else its title. */
  name: string
  says: Readonly<Record<Matter, readonly Sentence[]>>
  /** Phrases that only this one of the compared papers uses. */
  only: readonly string[]
}

export type Comparison = {
  papers: readonly ComparedPaper[]
  /** Phrases that all of them use. */
  shared: readonly string[]
  /** Sentences of two of them that speak of the same. */
  related: readonly Pair[]
}

/** Sentences that a cell holds at the most, by matter. */
const most: Readonly<Record<Matter, number>> = { problem: 1, approach: 1, data: 1, results: 2, code: 1 }
const phrasesShown = 3
/** Longer than this a title is no name for a column. */
const longestName = 40

/** Where an abstract turns from what is done to what is wrong with it. */
const turn =
  /^(?:However|But|Yet|Unfortunately|Nonetheless|Nevertheless|Despite|While|Although)\b|\b(?:existing|previous|prior|current|most) (?:\w+ )?(?:works?|methods?|approaches|studies|research|literature|models|algorithms)\b/i
/** What is wrong with how things are done, said of others. */
const problem =
  /\b(?:challeng(?:e|es|ing)|difficult\w*|limit(?:ed|s|ations?)|suffers?|lacks?|lacking|problems?|fails?|failing|failures?|ignor(?:e|es|ed|ing)|overlook\w*|neglect\w*|bottlenecks?|costly|expensive|hinder\w*|struggl\w*|concerns?|under-?explored|unclear|gap|inefficien\w*|overfit\w*|insufficient|hard|impractical|remains?)\b/i
const named =
  /\b(?:on|using|from|with|over|across) (?:(?:the|a|an|our|several|various|many) )?(?:[\w-]+ ){0,5}?(?:data ?sets?|benchmarks?|corpora|corpus|images|videos|users|reviews|articles|logs|traffic|samples)\b/i
const data =
  /\b(?:data ?sets?|benchmarks?|corpora|corpus|test sets?|million (?:users|images|samples)|videos|crowdsourc\w*|A\/B tests?)\b/i
const result =
  /\b(?:outperform\w*|surpass\w*|improv\w*|achiev\w*|state-of-the-art|sota|superior\w*|better|best|reduc\w*|increas\w*|speed-?up|faster|gains?|effective\w*|demonstrat\w*|show\w*|find|found|reveal\w*|confirm\w*|verif\w*|results?)\b/i
const measured =
  /\b(?:outperform\w*|surpass\w*|improv\w*|achiev\w*|state-of-the-art|reduc\w*|increas\w*|faster|gains?|boost\w*|higher|lower)\b/i

/**
 * Compares papers matter by matter, in sentences of their abstracts only: what a paper does not say stays empty. Where
 * the papers find the same or the opposite about the same, both sentences stand beside each other.
 */
export function comparePapers(papers: readonly Paper[]): Comparison {
  const texts = papers.map((paper) => ({ paper, says: readMatters(paper) }))
  const words = (paper: Paper, others: readonly Paper[], limit: number) =>
    keyPhrases([paper], others, { without: [], limit })
  const everywhere = keyPhrases(papers, [], { without: [], limit: 20 }).filter(
    ({ words, papers: holders }) => holders === papers.length && /[\s-]|\p{Lu}/u.test(words),
  )
  const sentences = topicSentences(papers, { concepts: [] })
  return {
    papers: texts.map(({ paper, says }) => {
      const others = papers.filter(({ id }) => id !== paper.id)
      const elsewhere = others.map(({ title, abstract }) => `${title} ${abstract}`.toLowerCase()).join(' ')
      const own = words(paper, others, 12).filter((phrase) => !elsewhere.includes(phrase.words.toLowerCase()))
      return {
        paper,
        name: nameOf(paper),
        says,
        only: own.slice(0, phrasesShown).map((phrase) => phrase.words),
      }
    }),
    shared: everywhere.slice(0, phrasesShown).map((phrase) => phrase.words),
    related: relateFindings(sentences),
  }
}

function readMatters(paper: Paper): ComparedPaper['says'] {
  const sentences = trustedSentences(paper)
  const firstOwn = sentences.findIndex(({ text }) => speaksOfOwnWork(text))
  const before = firstOwn === -1 ? [] : sentences.slice(0, firstOwn)
  const own = firstOwn === -1 ? sentences : sentences.slice(firstOwn)
  const key = keySentence(paper)
  const approach = sentences.filter(({ id }) => id === key?.id)
  const rest = own.filter(({ id }) => id !== key?.id)
  const gaps = [...before.toReversed(), ...own.filter(({ text }) => !speaksOfOwnWork(text))]
  const critical = gaps.filter(({ text }) => problem.test(text))
  const wrong = take('problem', [
    ...critical.filter(({ text }) => turn.test(text)),
    ...critical,
    ...gaps.filter(({ text }) => turn.test(text)),
    ...before.toReversed(),
  ])
  return {
    problem: wrong,
    approach: take('approach', approach),
    data: take(
      'data',
      [...rest, ...approach]
        .filter(({ text }) => named.test(text) && data.test(text))
        .concat(rest.filter(({ text }) => data.test(text))),
    ),
    results: take(
      'results',
      byStrength(rest.filter((sentence) => result.test(sentence.text) && !wrong.includes(sentence))),
    ),
    code: take(
      'code',
      sentences.filter(({ text }) => saysWhereCodeIs(text)),
    ),
  }
}

const take = (matter: Matter, sentences: readonly Sentence[]): readonly Sentence[] =>
  [...new Set(sentences)].slice(0, most[matter]).sort((one, other) => one.number - other.number)

/** Findings with a quantity first, then those that measure against something, then the others. */
function byStrength(sentences: readonly Sentence[]): readonly Sentence[] {
  const strength = ({ text }: Sentence) => (measured.test(text) ? 1 + quantityIn(text) : 0)
  const ranked = sentences.toSorted((one, other) => strength(other) - strength(one))
  const telling = ranked.filter((sentence) => strength(sentence) > 0)
  return telling.length > 0 ? telling : ranked.slice(-1)
}

/** How people call a paper: the method it introduces, else its title, shortened between words. */
function nameOf(paper: Paper): string {
  const [name] = introducedNames(paper)
  if (name !== undefined) return name
  if (paper.title.length <= longestName) return paper.title
  return `${paper.title.slice(0, longestName).replace(/\s+\S*$/, '')}…`
}
