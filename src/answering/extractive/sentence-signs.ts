import { namesIn } from '../../papers/names.ts'
import type { Wanted } from './question.ts'

/** What a sentence earns for showing what a question wants, as a share of the weight of all that was asked. */
const bonus = { number: 0.3, link: 1, openCode: 0.6, proposal: 0.2, evaluation: 0.25, name: 0.1 }

/** From the surest sign of a quantity to the weakest, and what each counts for. */
const quantities: readonly (readonly [RegExp, number])[] = [
  [/\d\s?(?:%|x\b|×)|\d[\d.,]{0,20}\s?(?:percent|times|points?|fold|[MBK]\b|million|billion|trillion)/i, 1],
  [/\d/, 0.7],
  [/\b(?:two|three|four|five|six|seven|eight|nine|ten|twice|half|single|double|several)\b/i, 0.3],
]
const link = /https?:\/\//
const openCode =
  /\b(?:code|codes|implementations?|repository|toolkit)\b.{0,40}\b(?:available|releas\w*|public\w*)\b|\bopen-?sourc\w+/i
const contribution =
  /\b(?:we|this (?:paper|work|study)|our)\b.{0,60}\b(?:propos|introduc|present|develop|show|find|demonstrat|investigat|study|describ|provid)/i
const evaluation = /\b(?:experiment|evaluat|data ?set|benchmark|test|task)/i
const ownWork = /\b(?:we|our|this (?:paper|work|study)|in this)\b/i

/** How far a sentence shows what a question wants: 0 for nothing, about 1 for all of it. */
export function signsOf(sentence: string, wanted: Wanted): number {
  const contributes = contribution.test(sentence)
  return (
    (wanted.number ? bonus.number * quantityIn(sentence) : 0) +
    (wanted.link && saysWhereCodeIs(sentence) ? (link.test(sentence) ? bonus.link : bonus.openCode) : 0) +
    (wanted.proposal && contributes ? bonus.proposal : 0) +
    (wanted.evaluation && evaluation.test(sentence) ? bonus.evaluation : 0) +
    (wanted.name && namesIn(sentence).length > 0 ? bonus.name : 0)
  )
}

/** Whether a sentence speaks of the paper's own work; what stands before the first such one is background. */
export function speaksOfOwnWork(sentence: string): boolean {
  return ownWork.test(sentence)
}

/** Whether a sentence gives an address, or says that code is open. */
export function saysWhereCodeIs(sentence: string): boolean {
  return link.test(sentence) || openCode.test(sentence)
}

/** How surely a sentence holds a quantity: 1 for one with its unit, 0 for none. */
export function quantityIn(sentence: string): number {
  return quantities.find(([sign]) => sign.test(sentence))?.[1] ?? 0
}
