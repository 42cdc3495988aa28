import { LRUCache } from 'lru-cache'
import { foldText, isStopWord, stem } from '../../papers/words.ts'
import { americanSpelling } from '../../retrieval/spelling.ts'

/** A word of a text with the clause it stands in. */
export type ClauseWord = {
  /** Folded to lower case. */
  word: string
  stem: string
  /** Whether it says something of the topic; numbers do not. */
  content: boolean
  clause: number
}

const piece = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*|[,;:()]|\s-\s/gu
const borders = new Set(['and', 'but', 'while', 'whereas', 'although', 'though', 'which', 'because', 'so'])

/** The same sentences of the evidence are read for claim after claim, by check after check. */
const read = new LRUCache<string, readonly ClauseWord[]>({
  max: 1_000,
  // In characters: of texts without end, few are kept.
  maxSize: 500_000,
  sizeCalculation: (_, text) => text.length + 1,
})

/** The words of a text in order; clauses end at punctuation and at words such as "and" or "while". */
export function clauseWords(text: string): readonly ClauseWord[] {
  const known = read.get(text)
  if (known) return known
  const words = readWords(text)
  read.set(text, words)
  return words
}

function readWords(text: string): readonly ClauseWord[] {
  let clause = 0
  const words: ClauseWord[] = []
  for (const [raw] of text.matchAll(piece)) {
    const word = foldText(raw)
    if (!/[\p{L}\p{N}]/u.test(raw)) clause += 1
    else {
      if (borders.has(word)) clause += 1
      words.push({
        word,
        stem: stem(americanSpelling(word)),
        content: !isStopWord(word) && !/^\d/.test(word),
        clause,
      })
    }
  }
  return words
}

/** Stems of the words of a text that say something of its topic. */
export function topicStems(text: string): ReadonlySet<string> {
  return new Set(clauseWords(text).flatMap(({ content, stem }) => (content ? [stem] : [])))
}
