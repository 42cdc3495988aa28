import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { keySentence } from '../../papers/key-sentence.ts'
import type { Paper } from '../../papers/paper.ts'
import { type Sentence, sentencesOf } from '../../papers/sentences.ts'
import { isStopWord, stem, wordsOf } from '../../papers/words.ts'
import { cosine } from '../../retrieval/cosine.ts'
import type { Meaning } from '../../retrieval/meaning.ts'
import type { PaperVectors } from '../../store/vectors.ts'
import { trustedSentences } from '../evidence.ts'
import { saysWhereCodeIs, speaksOfOwnWork } from '../extractive/sentence-signs.ts'

/** What is compared, in the order of the rows. */
export const matters = ['problem', 'approach', 'data', 'results', 'code'] as const
export type Matter = (typeof matters)[number]

/** What one abstract says of each matter, in its own sentences; none where nothing was found. */
export type Says = Readonly<Record<Matter, readonly Sentence[]>>

/** The matters that are told by examples. */
const told = ['problem', 'approach', 'data', 'results'] as const
const Example = z.object({ matter: z.enum(told), line: z.string() })
type Example = z.infer<typeof Example>
type Told = Example['matter']
/** For each sentence of a paper, in their order, how much it resembles what is said of a matter. */
type Likeness = (sentence: Sentence) => Readonly<Record<Told, number>>

/** Sentences that a cell holds at the most. */
const most: Readonly<Record<Matter, number>> = { problem: 2, approach: 1, data: 2, results: 2, code: 1 }
/** Beside a difference of cosines: what the words of the examples count for, and the place in the abstract. */
const weights = { words: 0.1, place: 0.1 }
/** So many words of the examples are enough. */
const enoughWords = 2
/** From here on a sentence mentions data; every abstract has a problem and results, but not each has data. */
const leastData = 0.1

/**
 * Finds what abstracts say of each matter, by examples (`data/matters.jsonl`): by what they mean and their words, or by
 * their words alone where there is no model. Each thing is mentioned in every matter there, so that what is left of
 * them, once their mean is taken out, is the matter and not the thing.
 */
export function createReadMatters(meaning: Pick<Meaning, 'ofAll' | 'papers'>) {
  const examples = readExamples()
  const words = wordsOfMatters(examples)
  let directions: Promise<Readonly<Record<Told, Float32Array>> | undefined> | undefined

  return async (papers: readonly Paper[]): Promise<readonly { paper: Paper; says: Says }[]> => {
    const vectors = await meaning.papers(papers.map(({ id }) => id))
    directions ??= vectors.size > 0 ? directionsOf(examples, meaning) : undefined
    const known = await directions
    // What was not there is tried again with the next comparison.
    if (!known) directions = undefined
    return papers.map((paper) => ({
      paper,
      says: readMatters(paper, likeness(paper, vectors.get(paper.id), known)),
    }))
  }

  function likeness(
    paper: Paper,
    vectors: PaperVectors | undefined,
    known: Readonly<Record<Told, Float32Array>> | undefined,
  ): Likeness {
    const [, ...passages] = vectors?.passages ?? []
    const isWhole = passages.length === sentencesOf(paper).length
    return ({ number, text }) => {
      const stems = new Set(stemsOf(text))
      const vector = isWhole ? passages[number - 1] : undefined
      return each((matter) => {
        const meant = vector && known && vector.length === known[matter].length
        const shared = Math.min(enoughWords, words[matter].intersection(stems).size) / enoughWords
        return (meant ? cosine(vector, known[matter]) : 0) + weights.words * shared
      })
    }
  }
}

function readMatters(paper: Paper, likeness: Likeness): Says {
  const sentences = trustedSentences(paper)
  const key = keySentence(paper)
  const isKey = ({ id }: Sentence) => id === key?.id
  const begins = sentences.findIndex((sentence) => isKey(sentence) || speaksOfOwnWork(sentence.text))
  const before = sentences.slice(0, Math.max(0, begins))
  const own = sentences.slice(Math.max(0, begins))
  const last = Math.max(1, sentences.length - 1)
  const scored = sentences.map((sentence, index) => ({
    sentence,
    like: likeness(sentence),
    place: index / last,
  }))
  const best = (
    matter: Told,
    from: readonly Sentence[],
    { towardsEnd, least = Number.NEGATIVE_INFINITY }: { towardsEnd: number; least?: number },
  ) =>
    scored
      .filter(({ sentence, like }) => from.includes(sentence) && like[matter] >= least)
      .map(({ sentence, like, place }) => ({ sentence, score: like[matter] + towardsEnd * place }))
      .sort((one, other) => other.score - one.score)
      .slice(0, most[matter])
      .map(({ sentence }) => sentence)
      .sort((one, other) => one.number - other.number)
  const { place } = weights
  const others = (from: readonly Sentence[]) => from.filter((sentence) => !isKey(sentence))
  // What leads up to the own work is the problem; where nothing does, it stands early.
  const problem =
    before.length > 0
      ? best('problem', before, { towardsEnd: place })
      : best('problem', others(own), { towardsEnd: -place })
  const rest = own.filter((sentence) => !problem.includes(sentence))
  return {
    problem,
    approach: sentences.filter(isKey),
    data: best('data', rest, { towardsEnd: 0, least: leastData }),
    results: best('results', others(rest), { towardsEnd: place }),
    code: sentences.filter(({ text }) => saysWhereCodeIs(text)).slice(0, most.code),
  }
}

const each = <T>(make: (matter: Told) => T): Readonly<Record<Told, T>> => ({
  problem: make('problem'),
  approach: make('approach'),
  data: make('data'),
  results: make('results'),
})

const readExamples = (): readonly Example[] =>
  readFileSync(join(import.meta.dirname, '../../../data/matters.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Example.parse(JSON.parse(line)))

const stemsOf = (text: string): readonly string[] =>
  wordsOf(text)
    .filter((word) => !isStopWord(word))
    .map(stem)

/** The words that examples of one matter have and those of no other. */
function wordsOfMatters(examples: readonly Example[]): Readonly<Record<Told, ReadonlySet<string>>> {
  const all = each(
    (matter) => new Set(examples.filter((one) => one.matter === matter).flatMap(({ line }) => stemsOf(line))),
  )
  return each((matter) =>
    told
      .filter((other) => other !== matter)
      .reduce<ReadonlySet<string>>((left, other) => left.difference(all[other]), all[matter]),
  )
}

/** The mean of a matter's examples without the mean of all; undefined when a model could not be asked. */
async function directionsOf(examples: readonly Example[], { ofAll }: Pick<Meaning, 'ofAll'>) {
  const embedded = await ofAll(examples.map(({ line }) => line))
  if (!embedded) return undefined
  const middle = meanOf(embedded)
  return each((matter) => {
    const own = meanOf(embedded.filter((_, index) => examples[index]?.matter === matter))
    return own.map((value, index) => value - (middle[index] ?? 0))
  })
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors)
    for (const [index, value] of vector.entries()) sum[index] = (sum[index] ?? 0) + value
  return sum.map((value) => value / vectors.length)
}
