import { foldForMatching, missingFrom } from './matching.ts'
import type { Question } from './questions.ts'
import { type Shown, type ShownSentence, tells } from './shown.ts'

/** How one question went: 1 for yes, 0 for no, shares between; left out where a question asks nothing of the kind. */
export type Score = {
  /** A wanted paper comes first. */
  first?: number
  /** Every wanted paper (of many: as many as fit) is among the first five. */
  inFive?: number
  /** The first four sentences hold everything asked for; a count is told. */
  complete?: number
  /** The first sentence holds something asked for. */
  firstHolds?: number
  /** Share of the shown sentences that hold something asked for. */
  onPoint?: number
  /** Neither sentences nor a list were shown for what cannot be answered, or has nothing to do with papers. */
  declined?: number
  /** The closest sentences were shown as that. */
  hedged: number
  /** It can be answered, and was refused. */
  falselyRefused?: number
  /** It can be answered, and what was shown is of other papers. */
  wrongPaper?: number
  /** What counts as right, to be held against a baseline. */
  right: number
}

export type Measure = keyof Score

/** A short answer: what stands behind these sentences is not read. */
const sentencesRead = 4
const papersRead = 5

/** Holds what was shown against what its question expects. */
export function scoreShown(question: Question, shown: Shown): Score {
  const hedged = Number(shown.kind === 'hedged')
  if (!question.answerable) {
    const declined = Number(!tells(shown) && hedged === 0)
    // Nothing of papers may be quoted for what has nothing to do with them.
    const right = question.kind === 'offtopic' ? declined : Math.max(declined, hedged)
    return { declined, hedged, right }
  }
  const wanted = question.papers.map(foldForMatching)
  const fine = new Set([...wanted, ...question.also_fine.map(foldForMatching)])
  const found = shown.papers.map(foldForMatching)
  const among = wanted.filter((title) => found.slice(0, papersRead).includes(title)).length
  const holding = shown.sentences.map((sentence) => holdsAsked(question, sentence, fine))
  const refused = shown.sentences.length === 0 && shown.kind !== 'listed'
  const complete = isComplete(question, shown)
  return {
    first: Number(fine.has(found[0] ?? '')),
    inFive: Number(among === Math.min(papersRead, wanted.length)),
    complete,
    hedged,
    falselyRefused: Number(refused),
    wrongPaper: Number(!refused && !shownTitles(shown).some((title) => fine.has(title))),
    right: complete,
    ...(holding.length > 0 && {
      firstHolds: Number(holding[0]),
      onPoint: holding.filter(Boolean).length / holding.length,
    }),
  }
}

/** Titles that an answer is about: of its sentences, or of its list. */
function shownTitles({ sentences, papers }: Shown): readonly string[] {
  const titles = sentences.length > 0 ? sentences.map(({ title }) => title) : papers
  return titles.map(foldForMatching)
}

function isComplete(question: Question, shown: Shown): number {
  const { count, must_include: wanted, evidence, papers } = question
  if (count !== undefined) return Number(shown.count === count)
  const read = shown.sentences.slice(0, sentencesRead)
  if (wanted.length === 0)
    return Number(read.some(({ text }) => evidence.some((span) => overlap(span, text))))
  // Where several papers are asked for, naming them is part of the answer.
  const titles = papers.length > 1 ? [...read.map(({ title }) => title), ...listed(shown)] : []
  return Number(missingFrom([...read.map(({ text }) => text), ...titles].join('\n'), wanted).length === 0)
}

/** A list is read as far as an answer. */
const listed = ({ kind, papers }: Shown) => (kind === 'listed' ? papers.slice(0, papersRead) : [])

function holdsAsked(question: Question, { text, title }: ShownSentence, fine: ReadonlySet<string>): boolean {
  if (!fine.has(foldForMatching(title))) return false
  const { evidence, must_include: wanted } = question
  return (
    evidence.some((span) => overlap(span, text)) ||
    wanted.some((piece) => missingFrom(text, [piece]).length === 0)
  )
}

/** Whether one text stands in the other. */
function overlap(one: string, other: string): boolean {
  const [first, second] = [foldForMatching(one), foldForMatching(other)]
  return first.includes(second) || second.includes(first)
}
