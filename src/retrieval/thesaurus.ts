import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PaperboyError } from '../lib/errors.ts'
import { stem, wordsOf } from '../papers/words.ts'

/** What people say -> what research abstracts say. */
export type Thesaurus = {
  /** How many words and phrases have others to search for. */
  readonly size: number
  /** All words and phrases it searches for: terms of the field, in alphabetical order. */
  readonly terms: readonly string[]
  /**
   * Finds the longest known phrases in a question, from left to right.
   *
   * @param words the question's lower-case words, in order; `out-of-distribution` may be one word or three
   * @returns for each of these words that stands in a known phrase, what else to search for, most useful first
   */
  readonly expand: (words: readonly string[]) => ReadonlyMap<string, readonly Synonym[]>
}

/** Another word or phrase to search for; `same` when it is only another way to write it (llm, large language model). */
export type Synonym = { words: string; same: boolean }

/** A phrase as typed, and as it is compared: the stems of its words. */
type Phrase = { text: string; stems: string }
type Target = Phrase & { same: boolean }

const longestPhrase = 3
/** More synonyms than this water a word down until it finds everything. */
const mostTargets = 5

const file = join(import.meta.dirname, '../../data/thesaurus.txt')
let shipped: Thesaurus | undefined

/** The thesaurus in `data/thesaurus.txt`, read once. */
export function loadThesaurus(): Thesaurus {
  shipped ??= readThesaurus(readFileSync(file, 'utf8'))
  return shipped
}

/**
 * Reads groups, one a line: `photo, snapshot -> image, visual` searches for the right when the left is asked for,
 * `link <-> edge` works both ways among all its members, and so does `llm = large language model`, whose members are
 * one and the same; `#` starts a comment. Words are compared by
 * their Porter stems. A phrase may stand in several groups, which add up.
 *
 * @throws {PaperboyError} naming the line: one without an arrow or with two, with an empty or too long entry, with an
 *   entry for itself, or one that repeats an earlier entry or adds too many
 */
export function readThesaurus(text: string): Thesaurus {
  const entries = new Map<string, Target[]>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const group = line.replace(/#.*/, '').trim()
    if (group === '') continue
    const fail = (problem: string) => malformed(index + 1, problem)
    for (const { source, target } of pairsOf(group, fail)) {
      const targets = entries.get(source.stems) ?? []
      if (source.stems === target.stems) throw fail(`"${source.text}" stands for itself as "${target.text}"`)
      if (targets.some(({ stems }) => stems === target.stems)) {
        throw fail(`"${source.text}" already stands for "${target.text}"`)
      }
      if (targets.length === mostTargets)
        throw fail(`"${source.text}" stands for more than ${mostTargets} others`)
      entries.set(source.stems, [...targets, target])
    }
  }
  return createThesaurus(entries)
}

function createThesaurus(entries: ReadonlyMap<string, readonly Target[]>): Thesaurus {
  const targets = new Map(
    [...entries].map(([stems, phrases]) => [stems, phrases.map(({ text, same }) => ({ words: text, same }))]),
  )
  const terms = [...entries.values()].flat().map(({ text }) => text)
  return {
    size: targets.size,
    terms: [...new Set(terms)].sort(),
    expand(words) {
      const parts = words.flatMap((word) => wordsOf(word).map((part) => ({ word, stem: stem(part) })))
      const found = new Map<string, readonly Synonym[]>()
      for (let start = 0; start < parts.length; ) {
        const phrase = longestMatch(parts, start)
        for (const { word } of phrase.parts) {
          if (phrase.targets.length === 0) continue
          const earlier = found.get(word) ?? []
          const known = new Set(earlier.map(({ words }) => words))
          found.set(word, [...earlier, ...phrase.targets.filter(({ words }) => !known.has(words))])
        }
        start += phrase.parts.length
      }
      return found
    },
  }

  /** The longest known phrase that begins here; a single part without targets when none does. */
  function longestMatch<Part extends { stem: string }>(parts: readonly Part[], start: number) {
    for (let length = longestPhrase; length > 0; length--) {
      const phrase = parts.slice(start, start + length)
      const known = targets.get(phrase.map((part) => part.stem).join(' '))
      if (known) return { parts: phrase, targets: known }
    }
    return { parts: parts.slice(start, start + 1), targets: [] }
  }
}

type Fail = (problem: string) => PaperboyError

function pairsOf(group: string, fail: Fail): readonly { source: Phrase; target: Target }[] {
  const [left, arrow, right, ...rest] = group.split(/(<->|->|=)/)
  if (left === undefined || arrow === undefined || right === undefined || rest.length > 0) {
    throw fail('a group needs one "->", "<->" or "="')
  }
  const sources = phrasesOf(left, fail)
  const targets = phrasesOf(right, fail)
  const same = arrow === '='
  const pair = (source: Phrase, target: Phrase) => ({ source, target: { ...target, same } })
  if (arrow === '->') return sources.flatMap((source) => targets.map((target) => pair(source, target)))
  const members = [...sources, ...targets]
  return members.flatMap((source, index) =>
    members.filter((_, other) => other !== index).map((target) => pair(source, target)),
  )
}

function phrasesOf(side: string, fail: Fail): readonly Phrase[] {
  return side.split(',').map((entry) => {
    const words = wordsOf(entry)
    if (words.length === 0) throw fail('an entry is empty')
    if (words.length > longestPhrase) throw fail(`"${entry.trim()}" has more than ${longestPhrase} words`)
    return { text: entry.trim(), stems: words.map(stem).join(' ') }
  })
}

function malformed(line: number, problem: string): PaperboyError {
  return new PaperboyError(
    `The thesaurus cannot be read, line ${line}: ${problem}.`,
    'Correct data/thesaurus.txt; its head describes the format.',
  )
}
