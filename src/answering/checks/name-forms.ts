import { LRUCache } from 'lru-cache'
import { foldName } from '../../papers/names.ts'
import { isStopWord } from '../../papers/words.ts'

/** A word that may be a name, with its hyphens and marks: U-Net++, MHC^3, NDCG@20. */
export const nameToken = /[\p{L}\p{N}][\p{L}\p{N}^_.+·@'’-]*/gu

/** What the names of a text allow a claim to say. */
export type NameForms = {
  /** Its words and their parts, folded, also without a plural s. */
  words: ReadonlySet<string>
  /** What two to six of its words would make as an acronym: "large language models" -> llm. */
  acronyms: ReadonlySet<string>
}

/** The sentences of the evidence are read for claim after claim. */
const known = new LRUCache<string, NameForms>({
  max: 1_000,
  // In characters: of texts without end, few are kept.
  maxSize: 500_000,
  sizeCalculation: (_, text) => text.length + 1,
})

/** The forms in which a claim may write the names that a text holds. */
export function nameFormsIn(text: string): NameForms {
  const kept = known.get(text)
  if (kept) return kept
  const words = [...text.matchAll(nameToken)]
    .flatMap(([word]) => [word, ...runsOf(piecesOf(word))])
    .map(foldName)
  const forms = { words: new Set(words.flatMap(withSingular)), acronyms: acronymsOf(text) }
  known.set(text, forms)
  return forms
}

/** The parts between the marks inside a name. */
export function piecesOf(name: string): readonly string[] {
  return name
    .replace(/['’]s?$/u, '')
    .split(/[-._+^·@]/)
    .filter(Boolean)
}

/** The pieces alone and with their neighbours: GPT, 3 and GPT-3 of "GPT-3-based". */
function runsOf(pieces: readonly string[]): readonly string[] {
  return pieces.flatMap((piece, place) => [piece, `${piece}${pieces[place + 1] ?? ''}`])
}

function withSingular(form: string): readonly string[] {
  return form.endsWith('s') ? [form, form.slice(0, -1)] : [form]
}

function acronymsOf(text: string): ReadonlySet<string> {
  const words = [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => word.toLowerCase())
  const acronyms = new Set<string>()
  for (const start of words.keys()) {
    let acronym = ''
    for (const word of words.slice(start, start + 6)) {
      if (isStopWord(word)) break
      acronym += word.slice(0, 1)
      if (acronym.length > 1) acronyms.add(acronym)
    }
  }
  return acronyms
}
