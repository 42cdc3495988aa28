import { isStopWord, stem, wordsOf } from '../papers/words.ts'
import { strong, text } from '../replies/build.ts'
import type { Prose } from '../replies/reply.ts'

/** A number with its decimals, or a word with its apostrophe. */
const word = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu

/**
 * A sentence with the words strong that mean the same as a word of another text: equal stems, grammar left out.
 *
 * @param others texts whose words are looked for
 */
export function markWords(sentence: string, others: readonly string[]): Prose {
  const wanted = new Set(others.flatMap(contentStems))
  const pieces: Prose[number][] = []
  let end = 0
  for (const { 0: found, index } of sentence.matchAll(word)) {
    const stems = contentStems(found)
    if (stems.length === 0 || !stems.every((stem) => wanted.has(stem))) continue
    if (index > end) pieces.push(text(sentence.slice(end, index)))
    pieces.push(strong(found))
    end = index + found.length
  }
  return end < sentence.length ? [...pieces, text(sentence.slice(end))] : pieces
}

/** Stems of the words that carry meaning. */
function contentStems(said: string): readonly string[] {
  return wordsOf(said)
    .filter((word) => !isStopWord(word))
    .map(stem)
}
