import { foldTitle } from '../identity.ts'
import { makePaper } from '../make-paper.ts'
import type { Paper } from '../paper.ts'
import { doubtsAbout } from './page/doubts.ts'
import { factsOf } from './page/facts.ts'
import { piecesOf } from './page/pieces.ts'
import { joinLines } from './page/prose.ts'
import { readPassages } from './page/reading.ts'
import { quoted, type Warning } from './warning.ts'

/** A paper with the place it was read from. */
type Reading = { line: number; paper: Paper }

/**
 * Papers on a Hugging Face papers page that was copied as text, in the order of the page, and what was odd about it.
 * The page may be of a day, a search or the trending list, and may be wrapped, spaced and trailed in any way.
 *
 * `date` is the list's ISO day; without it the day in the page's head is taken, in the latest year that does not lead
 * past `today`. Every line becomes part of a paper, is known boilerplate of the page, or is reported.
 */
export function readPageDump(
  page: string,
  options: { date?: string; today: Date },
): { papers: readonly Paper[]; warnings: readonly Warning[] } {
  const pieces = piecesOf(page)
  const passages = readPassages(pieces.pieces)
  const warnings: Warning[] = []
  const readings: Reading[] = []
  const facts = factsOf(passages, pieces, options)
  for (const [index, passage] of passages.entries()) {
    for (const doubt of doubtsAbout(passage)) warnings.push(doubt)
    const [first] = passage.title
    if (!first) continue
    const paper = makePaper(
      {
        title: joinLines(passage.title.map(({ text }) => text)),
        abstract: joinLines(passage.abstract.map(({ text }) => text)),
        source: 'page',
        ...facts[index],
      },
      (what) => warnings.push({ line: first.line, what }),
    )
    readings.push({ line: first.line, paper })
  }
  const merged = mergeDuplicates(readings)
  return {
    papers: merged.papers,
    warnings: [...warnings, ...merged.warnings].sort((a, b) => a.line - b.line),
  }
}

/**
 * One paper for each folded title; the fuller abstract wins. The page shows each paper twice in a row (wide and
 * narrow layout), so an exact copy right behind a paper is no warning.
 */
function mergeDuplicates(readings: readonly Reading[]): {
  papers: readonly Paper[]
  warnings: readonly Warning[]
} {
  const known = new Map<string, Reading>()
  const warnings: Warning[] = []
  let previous: string | undefined
  for (const reading of readings) {
    const key = foldTitle(reading.paper.title)
    const first = known.get(key)
    if (!first) known.set(key, reading)
    else {
      known.set(key, { line: first.line, paper: fuller(first.paper, reading.paper) })
      const copied =
        first.paper.title === reading.paper.title && first.paper.abstract === reading.paper.abstract
      if (!copied || previous !== key)
        warnings.push({
          line: reading.line,
          what: `The same paper as on line ${first.line}: ${quoted(reading.paper.title)}. ${copied ? 'Counted once.' : 'The fuller abstract was kept.'}`,
        })
    }
    previous = key
  }
  return { papers: [...known.values()].map(({ paper }) => paper), warnings }
}

/** The first paper, with what only the second knows and with the longer of the two abstracts. */
function fuller(first: Paper, second: Paper): Paper {
  const { abstract, original } = second.abstract.length > first.abstract.length ? second : first
  const { id, url } = first.ids === undefined ? second : first
  return { ...second, ...first, id, url, abstract, ...(original && { original }) }
}
