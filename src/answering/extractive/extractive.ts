import { askedCount, givesAmount, givesCount } from '../../language/counted.ts'
import { quantitiesIn } from '../../language/quantities.ts'
import { wantedBy, withoutAsking } from '../../language/wanted.ts'
import { keySentence } from '../../papers/key-sentence.ts'
import type { Paper } from '../../papers/paper.ts'
import { type Sentence, sentencesOf } from '../../papers/sentences.ts'
import { stemmedText } from '../../papers/stemmed-text.ts'
import { without } from '../../retrieval/cosine.ts'
import type { Meaning } from '../../retrieval/meaning.ts'
import { cleanQuestion } from '../../retrieval/question-words.ts'
import { holdsAddress, type RankedSentence, rankSentences } from '../../retrieval/rank-sentences.ts'
import { type FoundPaper, type SearchResult, unheardOf } from '../../retrieval/search.ts'
import { weights as usual, type Weights } from '../../retrieval/weights.ts'
import { createReadMatters } from '../comparison/matters.ts'
import { trustedSentences } from '../evidence.ts'
import type { Examples } from '../kind.ts'
import type { Claim } from '../types.ts'
import { askedTerm, defines } from './definition.ts'
import { doubtOf } from './doubt.ts'
import { askedExpansion, spellsOut } from './expansion.ts'
import { coinedNames, withoutNames } from './naming.ts'
import { askedOfWhole, tellingOf } from './overview.ts'
import { speaksOfOwnWork } from './sentence-signs.ts'
import { chooseSubjects, isDescribed, leadOf } from './subjects.ts'

export type Length = 'short' | 'usual' | 'long'

/**
 * What the abstracts say of a question in their own sentences: as an answer, as the closest there is of the one paper
 * that was meant, or nothing. `doubt` is left out where the abstract answers it at any rate, or nobody can tell.
 * `mayAnswer`: too many questions that resemble it as much are answered to say that this one is not.
 */
export type Extraction =
  | { kind: 'answered'; claims: readonly Claim[]; doubt?: number }
  | {
      kind: 'hedged'
      closest: readonly Claim[]
      paper: FoundPaper['paper']
      doubt: number
      mayAnswer: boolean
    }
  | { kind: 'silent' }

export type Extract = (question: string, found: SearchResult, length?: Length) => Promise<Extraction>

/** Sentences for each one of the usual answer. */
const longer: Readonly<Record<Length, number>> = { short: 0.25, usual: 1, long: 2 }
/** A further sentence must be worth this share of the best one: the tail merely shares a word. */
const worthSaying = 0.45
/** Nothing is doubted by a model that was never calibrated. */
const never = { doubt: Number.POSITIVE_INFINITY, unsaid: Number.POSITIVE_INFINITY, lead: 0 }
/** The most sentences of all papers together. */
const most = 8

/** Answers from the abstracts' own sentences, without a model that writes. */
export function createExtract({
  meaning,
  examples,
  weights = usual,
}: {
  meaning: Meaning
  examples: Pick<Examples, 'nearest'>
  weights?: Weights
}): Extract {
  const readMatters = createReadMatters(meaning)
  return async (typed, found, length = 'usual') => {
    const question = cleanQuestion(typed)
    const wanted = wantedBy(question)
    const { papers, each, named } = chooseSubjects(question, found, wanted)
    const { known, unknown } = coinedNames(question, found)
    const isCalled = named.length > 0 || known.length > 0
    const isSeveral = wanted.list || papers.length > 1
    // What several papers say is held together by the question alone, whose words none of them may hold.
    const isStray = isSeveral && !found.sure && unheardOf(found.query).length > 0
    if (!isCalled && (!found.relevant || unknown.length > 0 || isStray)) return { kind: 'silent' }
    const said = wanted.list ? withoutAsking(question) : question
    const asked = weights.namesTakenOut > 0 ? withoutNames(said, found.query, named, found.searched) : said
    const [vector, vectors] = await Promise.all([
      asked === question ? found.vector : meaning.of(asked),
      meaning.papers(papers.map(({ paper }) => paper.id)),
    ])
    const nearest = vector && (await examples.nearest(vector))
    // The word that asks for several papers is nothing that they would say.
    const concepts = found.query.concepts.filter(({ word }) => !wantedBy(word).list)
    const about = {
      query: { ...found.query, concepts },
      ...(vector && found.vector && { vector }),
      asksQuantity: wanted.quantity,
    }
    const doubtIn = async (paper: Paper, picked: readonly RankedSentence[]) => {
      const title = vectors.get(paper.id)?.passages?.[0]
      if (!vector || title?.length !== vector.length) return undefined
      const untitled = await examples.nearest(without(vector, title, weights.titleTakenOut))
      return doubtOf({ query: found.query, paper, nearest: untitled }, picked)
    }
    const limit = Math.max(1, Math.round(each * longer[length]))
    // What makes a paper one of several is that it says the word.
    const weigh = wanted.list
      ? { ...weights, sentence: { ...weights.sentence, words: weights.list.words } }
      : weights
    // Papers that are held against each other are told apart by what they do.
    const areBeside = isSeveral && !wanted.list
    const ranked = papers.map((subject) => {
      const trusted = new Set(trustedSentences(subject.paper).map(({ id }) => id))
      const sentences = rankSentences(subject.paper, about, vectors.get(subject.paper.id), weigh)
      return { subject, sentences: distinct(sentences.filter(({ sentence }) => trusted.has(sentence.id))) }
    })
    const name = askedExpansion(question)
    const spelled = name === undefined ? undefined : spelling(name, ranked)
    if (spelled) return { kind: 'answered', claims: [quoted(spelled)] }
    const term = isCalled ? undefined : askedTerm(question)
    if (term !== undefined) return explaining(term, found, limit)
    const all = ranked.flatMap(({ sentences }) => sentences)
    const meanings = all.map((sentence) => sentence.meaning ?? 0)
    const ofWhole = askedOfWhole(asked, nearest, meanings)
    const read = ofWhole ? await readMatters(papers.map(({ paper }) => paper)) : []
    const picked = ranked.flatMap(({ subject, sentences }, place) => {
      const says = read[place]?.says
      const best = ofWhole && says ? tellingOf(ofWhole, says, sentences) : sentences
      if (ofWhole === 'problem' && best.length > 0) return best.slice(0, limit)
      const isTold = areBeside || isDescribed(subject)
      return isTold ? withGist(subject, best, pick(best, limit), limit) : pick(best, limit)
    })
    const claims = picked.slice(0, most).map(({ sentence }) => quoted(sentence))
    const [first] = ranked
    if (claims.length === 0 || !first) return { kind: 'silent' }
    const { subject } = first
    const givesAddress = wanted.address && picked.some(({ sentence }) => holdsAddress(sentence.text))
    const counted = askedCount(question)
    const givesNumber = picked.some(
      ({ sentence: { text } }) =>
        (counted !== undefined && givesCount(text, counted)) || (wanted.quantity && givesAmount(text, asked)),
    )
    const subjectSays = all.map(({ sentence }) => sentence)
    // Of what does not work, background says it of others, and praise of nobody.
    const isUnsaid =
      name !== undefined || (wanted.limits && !isSeveral && !ownLimits(subject.paper, subjectSays))
    const hedged = { kind: 'hedged', closest: claims, paper: subject.paper } as const
    if (isUnsaid) return { ...hedged, doubt: 1, mayAnswer: false }
    // Of several papers, each says what it says; of one that is only described, nothing is asked for in its own words.
    const isOnlyMeant = !isCalled && isDescribed(subject)
    const isSure = ofWhole !== undefined || isSeveral || isOnlyMeant || givesAddress || givesNumber
    const doubt = isSure ? undefined : await doubtIn(subject.paper, picked)
    const { doubt: hedgedFrom, unsaid, lead } = meaning.calibration ?? never
    const lacksNumber =
      wanted.quantity && !isSeveral && subjectSays.every(({ text }) => quantitiesIn(text).length === 0)
    if (lacksNumber) return { ...hedged, doubt: 1, mayAnswer: true }
    // What resembles two papers as much may be about either.
    const isBetween = isOnlyMeant && leadOf(found.papers) < lead
    const isFar = !isCalled && !isSeveral && (!found.sure || isBetween)
    if (isFar) return { ...hedged, doubt: doubt ?? hedgedFrom, mayAnswer: true }
    if (doubt === undefined) return { kind: 'answered', claims }
    return doubt > hedgedFrom
      ? { ...hedged, doubt, mayAnswer: doubt <= unsaid }
      : { kind: 'answered', claims, doubt }
  }

  /** What the paper does belongs to an answer on one that the question does not name. */
  function withGist(
    { paper }: FoundPaper,
    sentences: readonly RankedSentence[],
    picked: readonly RankedSentence[],
    limit: number,
  ): readonly RankedSentence[] {
    const gist = weights.gist === 0 || limit < 2 ? undefined : gistAmong(paper, sentences)
    return !gist || picked.includes(gist) ? picked : [...picked.slice(0, limit - 1), gist]
  }
}

/** The sentence that says what a term is, of whichever paper; else what the best paper that holds the term says with it. */
function explaining(term: string, { papers }: SearchResult, limit: number): Extraction {
  const definition = papers
    .flatMap(({ paper }) => trustedSentences(paper))
    .find(({ text }) => defines(text, term))
  if (definition) return { kind: 'answered', claims: [quoted(definition)] }
  const stems = stemmedText(term)
  const holding = papers.map(({ paper }) => ({
    paper,
    sentences: trustedSentences(paper).filter(({ text }) => stemmedText(text).includes(stems)),
  }))
  const best = holding.find(({ sentences }) => sentences.length > 0)
  if (!best) return { kind: 'silent' }
  const closest = best.sentences.slice(0, limit).map(quoted)
  return { kind: 'hedged', closest, paper: best.paper, doubt: 1, mayAnswer: false }
}

const quoted = (sentence: Sentence): Claim => ({ text: sentence.text, cites: [sentence] })

/** The sentence that spells a name out. */
function spelling(
  name: string,
  ranked: readonly { sentences: readonly RankedSentence[] }[],
): Sentence | undefined {
  return ranked
    .flatMap(({ sentences }) => sentences.map(({ sentence }) => sentence))
    .find(({ text }) => spellsOut(text, name))
}

/** Whether a paper mentions limits behind its background. */
function ownLimits(paper: Paper, said: readonly Sentence[]): boolean {
  const own = sentencesOf(paper).findIndex(({ text }) => speaksOfOwnWork(text))
  const behind = own < 0 ? [] : sentencesOf(paper).slice(own)
  return behind.some(({ id, text }) => wantedBy(text).limits && said.some((one) => one.id === id))
}

/** The sentence that says what a paper does, where it may be quoted. */
function gistAmong(paper: Paper, sentences: readonly RankedSentence[]): RankedSentence | undefined {
  const key = keySentence(paper)?.id
  return sentences.find(({ sentence }) => sentence.id === key)
}

/** Each text once. */
function distinct(sentences: readonly RankedSentence[]): readonly RankedSentence[] {
  const texts = sentences.map(({ sentence }) => sentence.text)
  return sentences.filter((_, index) => texts.indexOf(texts[index] ?? '') === index)
}

/** The best sentences; those that are not worth much beside the best one are left out. */
function pick(sentences: readonly RankedSentence[], limit: number): readonly RankedSentence[] {
  const best = sentences[0]?.score ?? 0
  return sentences
    .slice(0, limit)
    .filter(
      ({ score, meaning }, place) => place === 0 || meaning === undefined || score >= worthSaying * best,
    )
}
