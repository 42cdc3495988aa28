import {
  type Costs,
  closingCost,
  costsFor,
  lengthCost,
  noAbstract,
  noTitle,
  openingCost,
  pauseCost,
  titleCost,
} from './costs.ts'
import type { Piece } from './pieces.ts'
import { endsSentence, joinLines } from './prose.ts'

/** Which pieces make one paper: its title lines, then the lines of its abstract. Either may be empty, not both. */
export type Passage = { title: readonly Piece[]; abstract: readonly Piece[] }

const maximumTitleLines = 10
/** More than any other reading of a line costs. */
const hopeless = 40
/** No abstract has more lines than this, however narrow the page. */
const maximumAbstractLines = 400

/** The cheapest way found to get to a place: where its paper begins and how many title lines that has. */
type Step = { cost: number; from: number; titleLines: number }

/** The cheapest step to each place between two pieces. */
type Steps = (Step | undefined)[]

function offer(steps: Steps, to: number, step: Step): void {
  const known = steps[to]
  if (!known || step.cost < known.cost) steps[to] = step
}

/**
 * The cheapest way to read pieces as papers (dynamic programming over all ways to divide them), so that one odd line
 * is judged by what comes before and after and not by its looks alone. Time grows with the number of pieces.
 */
export function readPassages(pieces: readonly Piece[]): readonly Passage[] {
  const papersEnd: Steps = [{ cost: 0, from: 0, titleLines: 0 }]
  const titlesEnd: Steps = []
  const pageCosts = costsFor(pieces)
  const measured = measure(pieces, pageCosts)
  for (const from of pieces.keys()) {
    const reached = papersEnd[from]
    if (reached) offerTitles(pieces, pageCosts, { ...reached, from, titleLines: 0 }, titlesEnd, papersEnd)
    const titled = titlesEnd[from]
    if (titled) offerAbstracts(measured, from, titled, papersEnd)
  }
  return passagesAlong(pieces, papersEnd)
}

/** Offers the titles that can begin at a place, with and without an abstract to follow, and no title at all. */
function offerTitles(
  pieces: readonly Piece[],
  pageCosts: Costs,
  start: Step,
  titlesEnd: Steps,
  papersEnd: Steps,
): void {
  const above = pieces[start.from - 1]
  const opening = above && endsSentence(above.text) ? pageCosts.newPaperAfterSentence : pageCosts.newPaper
  let cost = start.cost + opening[pieces[start.from]?.gap ?? 'ended']
  offer(titlesEnd, start.from, { ...start, cost: cost + noTitle })
  const lines: string[] = []
  for (const [index, line] of pieces.slice(start.from, start.from + maximumTitleLines).entries()) {
    if (index > 0) cost += pageCosts.withinTitle[line.gap]
    // Titles as unlikely as this one lose to any other reading.
    if (cost > start.cost + hopeless) break
    lines.push(line.text)
    const end = start.from + index + 1
    const step = { from: start.from, titleLines: index + 1, cost: cost + titleCost(joinLines(lines)) }
    offer(papersEnd, end, { ...step, cost: step.cost + noAbstract })
    const next = pieces[end]
    if (next) offer(titlesEnd, end, { ...step, cost: step.cost + pageCosts.titleToAbstract[next.gap] })
  }
}

/** What a piece costs in an abstract, whichever abstract that is; worked out once because many readings ask. */
type Measured = {
  opening: number
  goingOn: number
  closing: number
  pause: number
  length: number
  ends: boolean
  ownParagraph: boolean
}

function measure(pieces: readonly Piece[], pageCosts: Costs): readonly Measured[] {
  return pieces.map(({ text, gap }, index) => {
    const next = pieces[index + 1]?.gap
    return {
      opening: openingCost(text, next),
      goingOn: pageCosts.withinAbstract[gap],
      closing: closingCost(text),
      pause: pauseCost(text, next),
      length: text.length + 1,
      ends: endsSentence(text),
      ownParagraph: next !== 'wrap',
    }
  })
}

/** Offers every abstract that can begin at a place. */
function offerAbstracts(measured: readonly Measured[], first: number, start: Step, papersEnd: Steps): void {
  let { cost } = start
  let length = 0
  let paragraphs = 0
  for (let index = first; index < first + maximumAbstractLines; index += 1) {
    const piece = measured[index]
    if (!piece) return
    cost += index === first ? piece.opening : piece.goingOn
    length += piece.length
    if (piece.ownParagraph) paragraphs += 1
    const total =
      cost + lengthCost(length, { lines: index - first + 1, paragraphs, closed: piece.ends }) + piece.closing
    const known = papersEnd[index + 1]
    if (!known || total < known.cost) papersEnd[index + 1] = { ...start, cost: total }
    cost += piece.pause
  }
}

/** Walks the cheapest steps back from the end of the page. */
function passagesAlong(pieces: readonly Piece[], papersEnd: Steps): readonly Passage[] {
  const passages: Passage[] = []
  for (let end = pieces.length; end > 0; ) {
    const step = papersEnd[end]
    if (!step) break
    const { from, titleLines } = step
    passages.push({
      title: pieces.slice(from, from + titleLines),
      abstract: pieces.slice(from + titleLines, end),
    })
    end = from
  }
  return passages.reverse()
}
