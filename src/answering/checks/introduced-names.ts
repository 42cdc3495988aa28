import { foldName, namesOf } from '../../papers/names.ts'
import type { Paper } from '../../papers/paper.ts'

type Introduced = {
  /** Folded names. */
  forms: ReadonlySet<string>
  /** The words that the names stand for. */
  spelledOut: string
}

/** Kept, as a paper is asked about many times. */
const known = new WeakMap<Paper, Introduced>()

/** The names a paper brings in itself: an abstract says "we" where an answer says "OptInter". */
export function introducedNames(paper: Paper): Introduced {
  const kept = known.get(paper)
  if (kept) return kept
  const names = namesOf(paper).filter(({ introduced }) => introduced)
  const forms = new Set(names.map(({ name }) => foldName(name)))
  const introduced = { forms, spelledOut: spelledOut(paper.abstract, forms) }
  known.set(paper, introduced)
  return introduced
}

const inParentheses = /\(([^()]{2,120})\)/g

/** "Sampling-based Deep Interest Modeling" out of "SDIM (Sampling-based ...)", and out of the other order. */
function spelledOut(abstract: string, forms: ReadonlySet<string>): string {
  return [...abstract.matchAll(inParentheses)]
    .flatMap(({ 1: inside = '', index }) => {
      const before = abstract
        .slice(Math.max(0, index - 120), index)
        .trim()
        .split(/\s+/)
      if (forms.has(foldName(before.at(-1) ?? ''))) return [inside]
      return forms.has(foldName(inside)) ? capitalisedEnd(before) : []
    })
    .join(' ')
}

/** The capitalised words at the end, with the little words between them. */
function capitalisedEnd(words: readonly string[]): readonly string[] {
  const plain = words.findLastIndex(
    (word) => !/\p{Lu}/u.test(word) && !/^(?:and|of|for|with|the)$/.test(word),
  )
  return words.slice(plain + 1)
}
