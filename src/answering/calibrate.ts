import { z } from 'zod'
import type { Calibration } from '../retrieval/calibration.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import { createSearch } from '../retrieval/search.ts'
import type { Store } from '../store/store.ts'
import { createExtract } from './extractive/extractive.ts'
import { createExamples, otherKindOf } from './kind.ts'

/** A question of the set that ships, as far as it is looked at. */
export const AskedQuestion = z.object({ kind: z.string(), question: z.string(), answerable: z.boolean() })
export type AskedQuestion = z.infer<typeof AskedQuestion>

/** An example of a line that ships, of whatever kind. */
export const ExampleLine = z.object({ kind: z.string(), line: z.string() })
export type ExampleLine = z.infer<typeof ExampleLine>

/**
 * Which share of what ships is on the near side of each threshold. Shares and not scores are chosen, so that they mean the
 * same for every model.
 */
const shares = {
  /** Of the lines that are not about papers: so many are farther from every paper than `near`, and than `topic`. */
  near: 0.75,
  topic: 0.96,
  /** Of the questions that the papers answer: so many are read as questions for papers. */
  margin: 0.99,
  /** Of those about one fact of one paper: so many are answered outright. */
  doubt: 0.875,
}
const notOfPapers: readonly string[] = ['elsewhere', 'bot', 'conversation']
const ofOneFact: readonly string[] = ['fact', 'chatty']

/**
 * How the scores of a model are to be read: quantiles of what it scores on the shipped papers, questions and examples of
 * lines. Nothing else goes in, so that the same model gives the same, but for rounding.
 *
 * @param parts.store holds the shipped papers with their vectors
 * @param parts.meaning of the model; what it was calibrated to is not looked at
 */
export async function calibrate({
  store,
  meaning,
  questions,
  lines,
}: {
  store: Store
  meaning: Meaning
  questions: readonly AskedQuestion[]
  lines: readonly ExampleLine[]
}): Promise<Calibration> {
  const search = createSearch({ store, meaning })
  const examples = createExamples(meaning)
  const strayed: number[] = []
  for (const { line } of lines.filter(({ kind }) => notOfPapers.includes(kind))) {
    const { papers } = await search(line)
    strayed.push(Math.max(0, ...papers.map(({ fit }) => fit.meaning ?? 0)))
  }
  const near = quantile(strayed, shares.near)
  const topic = quantile(strayed, shares.topic)
  const margins: number[] = []
  const doubts: number[] = []
  for (const { question, kind } of questions.filter(({ answerable }) => answerable)) {
    const found = await search(question)
    const readWith = (limits: Partial<Calibration>): Meaning => ({
      ...meaning,
      calibration: { near, topic, margin: 2, doubt: 2, ...limits },
    })
    const isRead = async (margin: number) =>
      (await otherKindOf(found, examples, readWith({ margin }))) === undefined
    margins.push(await turningPoint(isRead))
    if (!ofOneFact.includes(kind)) continue
    const isOutright = async (doubt: number) => {
      const extract = createExtract({ meaning: readWith({ doubt }), examples })
      return (await extract(question, found)).kind !== 'hedged'
    }
    // What is answered at any rate says nothing of doubt.
    if (!(await isOutright(-bound))) doubts.push(await turningPoint(isOutright))
  }
  return {
    near: rounded(near),
    topic: rounded(topic),
    margin: rounded(quantile(margins, shares.margin)),
    doubt: rounded(quantile(doubts, shares.doubt)),
  }
}

/** No score is beyond it. */
const bound = 2
const precision = 0.002

/** The lowest limit at which a decision holds that holds at every higher one; at the lowest of all, that one. */
async function turningPoint(holds: (limit: number) => Promise<boolean>): Promise<number> {
  let [low, high] = [-bound, bound]
  while (high - low > precision) {
    const middle = (low + high) / 2
    if (await holds(middle)) high = middle
    else low = middle
  }
  return high
}

/** Of numbers in any order, between the two nearest to the place. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (place - Math.floor(place)) * (above - below)
}

/** More digits differ between machines. */
const rounded = (value: number): number => Math.round(value * 100) / 100
