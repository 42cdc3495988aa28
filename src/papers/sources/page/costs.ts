import type { Gap, Piece } from './pieces.ts'
import { endsSentence, holdsSentenceBorder } from './prose.ts'

type GapCosts = Record<Gap, number>

/**
 * What it costs to read a gap in each of five ways. A low cost is what pages usually do: titles and abstracts stand
 * apart, a wrapped line goes on, a paper begins behind a finished sentence, and nothing goes on behind "4 authors".
 */
const costs = {
  withinTitle: { wrap: 0, break: 4, blank: 12, interrupted: 20, ended: 30 },
  titleToAbstract: { wrap: 3, break: 1, blank: 0, interrupted: 2, ended: 15 },
  withinAbstract: { wrap: 0, break: 1, blank: 5, interrupted: 6, ended: 15 },
  newPaperAfterSentence: { wrap: 4, break: 2, blank: 0, interrupted: 0, ended: 0 },
  newPaper: { wrap: 10, break: 8, blank: 0, interrupted: 0, ended: 0 },
} satisfies Record<string, GapCosts>

export type Costs = Record<keyof typeof costs, GapCosts>

/** The costs for one page: pages that use blank lines in another way than most make other gaps likely. */
export function costsFor(pieces: readonly Piece[]): Costs {
  const count = (...gaps: Gap[]) => pieces.filter(({ gap }) => gaps.includes(gap)).length
  const isDense = 10 * count('blank', 'ended') < count('break')
  // Every other blank line follows a sentence where abstracts are one paragraph; more do where they are several.
  const afterSentence = pieces.filter(
    ({ gap }, index) => gap === 'blank' && endsSentence(pieces[index - 1]?.text ?? ''),
  ).length
  const isSpread = afterSentence > 0.65 * count('blank')
  return {
    ...costs,
    withinAbstract: { ...costs.withinAbstract, ...(isSpread && { blank: 2 }) },
    ...(isDense && {
      withinTitle: { ...costs.withinTitle, break: 6 },
      newPaper: { ...costs.newPaper, break: 1 },
    }),
  }
}

/** arXiv takes at most 1,920 characters; paragraphs that together hold more are rarely one abstract. */
export const longestAbstract = 2000

export const noAbstract = 3
export const noTitle = 14

/** Words that go on from a sentence before. */
const goesOn =
  /^(?:However|Thus|Therefore|Hence|Moreover|Furthermore|Additionally|Finally|Then|Specifically|Consequently|These|They|It|Our|Its|Such|Also|In particular|In addition|As a result|To address|To this end|For example|For instance|Building on|Extensive|Code|Project page)\b/
const neverTitle =
  /^(?:We|Our|They|However|Moreover|Furthermore|Additionally|Finally|Specifically|Extensive experiments|In this (?:work|paper)|This (?:work|paper)|The code|Code (?:is|and|will)|Project page)\b/

/** How unlike a title a text is; 0 for an ordinary one. */
export function titleCost(text: string): number {
  let cost = 0
  if (/[.。।۔]["'”’)]*$/.test(text) && !/\.\.\.$/.test(text)) cost += 7
  else if (/[?!？！]["'”’)]*$/.test(text)) cost += 1
  if (text.length > 150) cost += 2
  if (text.length > 250) cost += 6
  if (text.length > 400) cost += 12
  if (text.length > 60 && holdsSentenceBorder(text)) cost += 5
  if (/^\p{Ll}[\p{Ll}-]*(?:\s|$)/u.test(text)) cost += 3
  if (neverTitle.test(text)) cost += 3
  if (/^[-*•] /.test(text)) cost += 5
  if (/https?:\/\//.test(text)) cost += 5
  return cost
}

/** How unlike the first line of an abstract a text is, and the gap behind it. */
export function openingCost(text: string, next: Gap | undefined): number {
  const standsAlone = next !== undefined && next !== 'wrap' && text.length < 200 && !endsSentence(text)
  return (goesOn.test(text) || /^[\p{Ll},;:)]/u.test(text) ? 3 : 0) + (standsAlone ? 3 : 0)
}

/** How unlike the last line of an abstract a text is. */
export function closingCost(text: string): number {
  if (endsSentence(text)) return 0
  return text.length > 250 ? 2 : 5
}

/** How unlike the last line of a paragraph that is not the abstract's last a text is. */
export function pauseCost(text: string, next: Gap | undefined): number {
  if (next === 'wrap') return 0
  return next === 'break' ? Math.min(3, closingCost(text)) : closingCost(text)
}

/** How unlike a whole abstract a length is. A single line may be of any length, since nothing divides it. */
export function lengthCost(
  length: number,
  shape: { lines: number; paragraphs: number; closed: boolean },
): number {
  // Lines that were wrapped alike are more likely one text than paragraphs are.
  const longest = shape.paragraphs > 1 ? longestAbstract : 1.2 * longestAbstract
  if (length > longest && shape.lines > 1) return 10 * Math.ceil((length - longest) / 1000)
  if (length < 100) return shape.closed ? 2 : 5
  return length < 300 ? 1 : 0
}
