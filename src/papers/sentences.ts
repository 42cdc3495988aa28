import type { Paper, PaperId } from './paper.ts'

/** `<paper id>#<number>`: sentence 3 of a paper is `…#3`, counted from 1. */
export type SentenceId = string

/** One sentence of an abstract, exactly as it stands there: `abstract.slice(start, end) === text`. */
export type Sentence = {
  id: SentenceId
  paper: PaperId
  number: number
  text: string
  start: number
  end: number
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

/** Words whose full stop never ends a sentence, as they stand right before the border. */
const abbreviation =
  /(?:^|[\s([])(?:e\.g|i\.e|cf|vs|approx|resp|w\.r\.t|a\.k\.a|Figs?|Eqs?|Secs?|Tabs?|Refs?|Nos?|Dr|Prof|Mr|Ms)\.$/
/** Those that may end one as well ("Smith et al.", "in the U.S.", "J. Smith"): the next word tells. */
const openEnded = /(?:^|[\s([])(?:et al|St|(?:\p{Lu}\.)*\p{Lu})\.$/u
const opening =
  /^(?:We|Our|The|This|That|These|Those|They|It|Its|In|On|For|To|By|With|From|As|At|And|But|Then|Next|Here|However|Moreover|Finally)\b/
/** The number of a list's entry, which belongs to the entry. */
const entryNumber = /^[([]?(?:\d{1,2}|[ivx]{1,4})[.)\]]+$/

/** No abbreviation and no entry's number is longer: only so much of what stands before a border is looked at. */
const longestEnd = 40

/** A border that the Unicode rules see but a reader does not: "et al. (2022)", "e.g. BERT", "…? and then", "1. First". */
function continues(before: string, after: string): boolean {
  if (abbreviation.test(before) || entryNumber.test(before)) return true
  return /^[\p{Ll},;:)\]]/u.test(after) || (openEnded.test(before) && !opening.test(after))
}

/**
 * The sentences of a paper's abstract, in order; none when there is no abstract. Borders are those of the Unicode
 * standard (UAX #29) less the ones that abbreviations cause.
 */
export function sentencesOf(paper: Pick<Paper, 'id' | 'abstract'>): readonly Sentence[] {
  const spans: { start: number; end: number }[] = []
  for (const { segment, index } of segmenter.segment(paper.abstract)) {
    const text = segment.trim()
    if (text === '') continue
    const start = index + segment.indexOf(text)
    const last = spans.at(-1)
    const before = last && paper.abstract.slice(Math.max(last.start, last.end - longestEnd), last.end)
    if (last && before !== undefined && continues(before, text)) last.end = start + text.length
    else spans.push({ start, end: start + text.length })
  }
  return spans.map(({ start, end }, index) => ({
    id: `${paper.id}#${index + 1}`,
    paper: paper.id,
    number: index + 1,
    text: paper.abstract.slice(start, end),
    start,
    end,
  }))
}
