import { z } from 'zod'
import type { Calibration } from '../retrieval/calibration.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import { createSearch } from '../retrieval/search.ts'
import type { Store } from '../store/store.ts'
import { createExtract, type Extraction } from './extractive/extractive.ts'
import { isDescribed, leadOf } from './extractive/subjects.ts'
import { createExamples, nearestOtherKind } from './kind.ts'

/** A question of the set that ships, as far as it is looked at. */
export const AskedQuestion = z.object({ question: z.string(), answerable: z.boolean() })
export type AskedQuestion = z.infer<typeof AskedQuestion>

/** An example of a line that ships, of whatever kind. */
export const ExampleLine = z.object({ kind: z.string(), line: z.string() })
export type ExampleLine = z.infer<typeof ExampleLine>

/**
 * Which share of what ships is on the near side of each threshold. Shares and not scores are chosen, so that they mean the
 * same for every model.
 */
const shares = {
  /** Of the lines that are not about papers: so many are farther from every paper. */
  near: 0.9,
  /** Of the questions that the papers answer: so many are read as questions for papers, and answered outright. */
  margin: 0.995,
  /** Of the same questions: to so many a paper is nearer. */
  sure: 0.9,
  /** Of the same questions, as far as they only describe a paper: so many leave the next paper farther behind. */
  lead: 0.6,
  doubt: 0.9,
  /** Of the same questions: of so many it is never said that the abstract does not answer them. */
  unsaid: 0.97,
}
/** Lines about the bot mention papers, too. */
const notOfPapers: readonly string[] = ['elsewhere', 'conversation']

/**
 * How the scores of a model are to be read: quantiles of what it scores on the shipped papers, questions and examples of
 * lines. Nothing else goes in, so that the same model gives the same, but for rounding.
 *
 * @param parts.store holds the shipped papers with their vectors
 * @param parts.meaning of the model; what it was calibrated to is not looked at
 */
export async function calibrate({
  store,
  meaning: given,
  questions,
  lines,
}: {
  store: Store
  meaning: Meaning
  questions: readonly AskedQuestion[]
  lines: readonly ExampleLine[]
}): Promise<Calibration> {
  const meaning: Meaning = { ...given, calibration: undefined }
  const search = createSearch({ store, meaning })
  const examples = createExamples(meaning)
  const nearestTo = async (text: string) => (await search(text)).nearest ?? 0
  const strayed: number[] = []
  for (const { kind, line } of lines) if (notOfPapers.includes(kind)) strayed.push(await nearestTo(line))
  const answerable = questions.filter((one) => one.answerable)
  const met: number[] = []
  const ahead: number[] = []
  for (const { question } of answerable) {
    const { nearest = 0, papers } = await search(question)
    met.push(nearest)
    if (papers[0] && isDescribed(papers[0])) ahead.push(leadOf(papers))
  }
  const sure = quantile(met, 1 - shares.sure)
  const extract = createExtract({ meaning, examples })
  const leads: number[] = []
  const doubts: number[] = []
  for (const { question } of answerable) {
    const found = await search(question)
    const other = await nearestOtherKind(found, examples, sure)
    if (other) leads.push(other.lead)
    doubts.push(doubtIn(await extract(question, found)))
  }
  return {
    near: rounded(quantile(strayed, shares.near)),
    sure: rounded(sure),
    lead: rounded(quantile(ahead, 1 - shares.lead)),
    margin: rounded(quantile(leads, shares.margin)),
    doubt: rounded(quantile(doubts, shares.doubt)),
    unsaid: rounded(quantile(doubts, shares.unsaid)),
  }
}

/** What is answered at any rate is never in doubt; what is not answered is beyond it. */
export function doubtIn(extraction: Extraction): number {
  if (extraction.kind === 'silent') return Number.POSITIVE_INFINITY
  return extraction.doubt ?? Number.NEGATIVE_INFINITY
}

/** Of numbers in any order, between the two nearest to the place. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return Number.isFinite(below) ? below + (place - Math.floor(place)) * (above - below) : above
}

/** More digits differ between machines. */
const rounded = (value: number): number => Math.round(value * 100) / 100
