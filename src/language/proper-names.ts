import { foldName, looksLikeName } from '../papers/names.ts'
import { foldText, isStopWord, stem } from '../papers/words.ts'

/** What a text may call by name: every word of some texts, and what abbreviations of theirs stand for. */
export type KnownNames = {
  /** Folded words, their parts and stems. */
  words: ReadonlySet<string>
  /** The folded texts in one, for names of several words. */
  joined: string
  /** The first letters of their words, one after another, with and without the little words. */
  initials: readonly string[]
  /** Abbreviations among them, folded. */
  acronyms: ReadonlySet<string>
}

const word = /[\p{Script=Latin}\p{Script=Greek}\p{N}][\p{Script=Latin}\p{Script=Greek}\p{N}\p{M}^_.@+'’-]*/gu
const acronym = /^\p{Lu}[\p{Lu}\p{N}]{1,6}s?$/u
/** Behind these a sentence, a title or a quotation begins, and its first word has a capital anyway. */
const opens = /(?:^|[.:;!?“”"'‘(—–]|\s-)\s*$/u
/** Shorter runs of letters stand in any text somewhere, across its words. */
const shortestJoined = 4
/** Longest look back for an opener, in UTF-16 units. */
const lookBack = 3

/** Reads what may be named off texts. Linear in them. */
export function knownNamesOf(texts: readonly string[]): KnownNames {
  const words = texts.flatMap((text) => text.match(word) ?? [])
  const parts = words.flatMap(partsOf)
  const spoken = parts.filter((part) => !isStopWord(part.toLowerCase()))
  const initialsOf = (list: readonly string[]) => list.map((part) => foldText(part.charAt(0))).join('')
  return {
    words: new Set([...words, ...parts].flatMap((part) => [foldName(part), stem(foldText(part))])),
    joined: foldName(texts.join(' ')),
    initials: [initialsOf(parts), initialsOf(spoken)],
    acronyms: new Set(parts.filter((part) => acronym.test(part)).map(singular)),
  }
}

/** Abbreviations that have other letters in other languages. */
const translated: ReadonlyMap<string, string> = new Map([
  ['KI', 'ai'],
  ['IA', 'ai'],
])
const partsOf = (whole: string): readonly string[] =>
  whole.split(/[-_'’/]|(?<=\p{Ll})(?=\p{Lu})/u).filter((part) => part !== '')
const singular = (name: string): string => foldName(name.replace(/(?<=\p{Lu})s$/u, ''))

/**
 * The first proper name of a text that is not known, or undefined when all are. Names are words with several capitals, a
 * capital inside or digits, and, in English, every word with a capital that no sentence begins with; an abbreviation and
 * its words are one, and so are a name and a part of it behind a hyphen. Linear in the text.
 *
 * @param english whether a capital alone makes a name: German has one on every noun
 */
export function unknownName(text: string, known: KnownNames, english: boolean): string | undefined {
  const spelledOut = wordsOfAcronyms(text, known)
  for (const { 0: raw, index } of text.matchAll(word)) {
    const name = raw.replace(/[.'’-]+$|['’]s$/u, '')
    const isName = looksLikeName(name)
    const isCapital =
      english && /^\p{Lu}\p{Ll}/u.test(name) && !opens.test(text.slice(Math.max(0, index - lookBack), index))
    if (!isName && !isCapital) continue
    if (isKnown(name, known) || spelledOut.has(index)) continue
    const parts = name.split(/[-_/'’@]/).filter((part) => part !== '')
    // "Makro-F1-Wert" holds the name F1; the 13 of VGG-13 is known behind VGG alone.
    const named = parts.flatMap((part, place) => {
      if (/^\d/.test(part)) return [`${parts[place - 1] ?? ''}${part}`]
      return looksLikeName(part) || (english && /^\p{Lu}/u.test(part)) ? [part] : []
    })
    if (
      parts.length > 1 &&
      named.every(
        (part) =>
          isKnown(part, known) ||
          (/\d$/.test(part) && part.length >= shortestJoined && known.joined.includes(foldName(part))),
      )
    )
      continue
    return name
  }
  return undefined
}

function isKnown(name: string, { words, joined, initials, acronyms }: KnownNames): boolean {
  const folded = translated.get(name) ?? singular(name)
  if (
    words.has(folded) ||
    words.has(foldName(name)) ||
    words.has(stem(foldText(name))) ||
    acronyms.has(folded)
  )
    return true
  // "U Net" for U-Net, "StyleForge" for Single-StyleForge: names of several signs stand in the texts without gaps.
  if (looksLikeName(name) && folded.length >= shortestJoined && joined.includes(folded)) return true
  return (
    (acronym.test(name) || translated.has(name)) &&
    folded.length >= 2 &&
    initials.some((letters) => letters.includes(folded))
  )
}

/** Where words of a text stand whose first letters are an abbreviation that is known. */
function wordsOfAcronyms(text: string, { acronyms }: KnownNames): ReadonlySet<number> {
  const parts = [...text.matchAll(/\p{L}[\p{L}\p{N}]*/gu)].filter(
    ({ 0: part }) => !isStopWord(part.toLowerCase()),
  )
  const letters = parts.map(({ 0: part }) => foldText(part.charAt(0))).join('')
  const places = new Set<number>()
  for (const name of acronyms)
    for (let at = letters.indexOf(name); name.length >= 2 && at !== -1; at = letters.indexOf(name, at + 1))
      for (const { index } of parts.slice(at, at + name.length)) places.add(index)
  return places
}
