import { datesIn, saysDate } from '../language/dates.ts'
import { foreignLanguageOf } from '../language/foreign-language.ts'
import { knownNamesOf, unknownName } from '../language/proper-names.ts'
import { type Quantity, quantitiesIn } from '../language/quantities.ts'
import { saysQuantity, sumsOf } from '../language/same-quantity.ts'
import { foldName } from '../papers/names.ts'
import type { Paper } from '../papers/paper.ts'
import type { Sentence } from '../papers/sentences.ts'
import { stem } from '../papers/words.ts'
import { introducedNames } from '../retrieval/paper-text.ts'
import { formFault, hostileFault, plainClaim } from './claim-text.ts'
import { type Evidence, factsOf } from './evidence.ts'
import type { Claim, Draft } from './types.ts'

export type Vetoed = { ok: true; claim: Claim } | { ok: false; reason: string }

/**
 * The gate before anything that a model wrote is shown, or judged: only what is exact. The ids it cites exist; every
 * number, unit and date stands in its cited sentences, their titles or the facts of their papers, in any spelling; every
 * proper name stands in the abstracts it cites. Whether it says the same as they do is for a judge. Pure and
 * deterministic; it never throws. A sentence cited word for word passes, unless it talks to a machine or calls people.
 *
 * @returns the claim with its ids resolved, or the first reason against it (for the log and for a repair, not for readers)
 */
export function vetoDraft(draft: Draft, evidence: Evidence): Vetoed {
  const text = plainClaim(draft.text)
  const ids = [...new Set(draft.cites)]
  if (ids.length === 0) return { ok: false, reason: 'it cites nothing' }
  const sentences = ids.flatMap((id) => evidence.sentences.get(id) ?? [])
  if (sentences.length < ids.length)
    return { ok: false, reason: 'it cites a sentence that is not in the evidence' }
  const reason = faultOf(text, sentences, evidence.papers)
  return reason === undefined ? { ok: true, claim: { text, cites: sentences } } : { ok: false, reason }
}

function faultOf(text: string, sentences: readonly Sentence[], papers: readonly Paper[]): string | undefined {
  const cited = sentences.map((sentence) => sentence.text)
  const hostile = hostileFault(text)
  if (hostile !== undefined || cited.some((sentence) => plainClaim(sentence) === text)) return hostile
  const own = papers.filter(({ id }) => sentences.some(({ paper }) => paper === id))
  const around = own.flatMap((paper) => [paper.title, factsOf(paper)])
  const others = papers.filter((paper) => !own.includes(paper))
  const isForeign = foreignLanguageOf(text) !== undefined
  return (
    formFault(text, [...cited, ...around]) ??
    numberFault(text, [...cited, ...around], isForeign) ??
    nameFault(text, [...own.map(({ abstract }) => abstract), ...around], others, isForeign)
  )
}

function numberFault(text: string, sources: readonly string[], isForeign: boolean): string | undefined {
  const claimed = datesIn(text)
  const told = sources.map(datesIn)
  const dates = told.flatMap((one) => one.dates)
  if (claimed.dates.some((date) => !dates.some((known) => saysDate(date, known))))
    return 'a date of it is not in the cited sentences'
  const known = sources.flatMap((source) => quantitiesIn(source))
  const fault = unknownQuantity(quantitiesIn(claimed.rest), known)
  if (fault === undefined || !isForeign) return fault
  // Elsewhere a comma may be the decimal sign.
  return unknownQuantity(quantitiesIn(claimed.rest, true), known)
}

function unknownQuantity(claimed: readonly Quantity[], known: readonly Quantity[]): string | undefined {
  const counted = new Set(known.flatMap(({ behind }) => behind.slice(0, 2).map(stem)))
  const sums = sumsOf(known)
  const isSaid = (quantity: Quantity) =>
    known.some((other) => saysQuantity(quantity, other)) ||
    // What was computed and rounded could be anything.
    (quantity.bound === 'exact' && sums.some((other) => saysQuantity(quantity, other)))
  const ratios = claimed.filter(({ start, end, of }) => of === 'ratio' && claimed.some(inside(start, end)))
  const missing = claimed.find((quantity) => {
    if (isSaid(quantity) || !counts(quantity, counted)) return false
    // "two of five" is said where 40 % is said, and 2 of 5 where both numbers are.
    if (ratios.includes(quantity))
      return !claimed
        .filter(inside(quantity.start, quantity.end))
        .every((part) => isSaid(part) || !counts(part, counted))
    return !ratios.some((ratio) => inside(ratio.start, ratio.end)(quantity) && isSaid(ratio))
  })
  return missing && `the number ${missing.value / missing.factor} is not in the cited sentences`
}

const inside = (start: number, end: number) => (part: Quantity) =>
  part.of !== 'ratio' && part.start >= start && part.end <= end

/** A small number in words is one before a unit, or before what the source counts: "the two models", "on one hand". */
function counts({ small, of, value, behind }: Quantity, counted: ReadonlySet<string>): boolean {
  if (!small || of !== 'plain') return true
  return value > 1 && behind.slice(0, 2).some((word) => counted.has(stem(word)))
}

function nameFault(
  text: string,
  sources: readonly string[],
  others: readonly Paper[],
  isForeign: boolean,
): string | undefined {
  const known = knownNamesOf(sources)
  // A sentence begins with a capital; that it begins with a name shows where another paper at hand has that name.
  const foreign = new Set(others.flatMap(introducedNames))
  const name =
    unknownName(text, known, !isForeign) ??
    text.match(/[\p{L}\p{N}]+/gu)?.find((word) => foreign.has(word) && !known.words.has(foldName(word)))
  return name === undefined ? undefined : `the name ${name} is not in the papers it cites`
}
